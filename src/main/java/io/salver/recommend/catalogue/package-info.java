/** Items, users and histories in memory, by column, addressed by row. */
@NullMarked
package io.salver.recommend.catalogue;

import org.jspecify.annotations.NullMarked;
