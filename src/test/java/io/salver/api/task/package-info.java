/** Tests of what both protocols share of the typed tasks. */
@NullMarked
package io.salver.api.task;

import org.jspecify.annotations.NullMarked;
