/** Reads rollouts that are declared in files. */
@NullMarked
package io.salver.repository.rollouts;

import org.jspecify.annotations.NullMarked;
