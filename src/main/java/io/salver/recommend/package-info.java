/**
 * Two-stage recommendations as a caller sees them: the request, the answer with its stages, and the
 * service. The vocabulary is query → source → hydrators → filters → scorer → selector; {@code
 * pipeline} holds the stages, {@code feature} turns raw values into tensors, {@code catalogue}
 * holds items, users and histories by column.
 */
@NullMarked
package io.salver.recommend;

import org.jspecify.annotations.NullMarked;
