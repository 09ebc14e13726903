/**
 * An index that changes while it is searched: an immutable index of a library, what was written
 * since, and merges in the background.
 */
@NullMarked
package io.salver.vector.living;

import org.jspecify.annotations.NullMarked;
