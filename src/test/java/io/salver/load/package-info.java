/** Short forms of the load tests, which check rather than measure. */
@NullMarked
package io.salver.load;

import org.jspecify.annotations.NullMarked;
