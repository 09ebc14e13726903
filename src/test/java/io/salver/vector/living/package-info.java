/** What a living index keeps to, whatever library is below. */
@NullMarked
package io.salver.vector.living;

import org.jspecify.annotations.NullMarked;
