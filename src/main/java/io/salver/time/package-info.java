/** Deadlines on a monotonic, injected clock. */
@NullMarked
package io.salver.time;

import org.jspecify.annotations.NullMarked;
