/** Adaptive concurrency limits by Netflix' library. The only importer of {@code com.netflix}. */
@NullMarked
package io.salver.admission.netflix;

import org.jspecify.annotations.NullMarked;
