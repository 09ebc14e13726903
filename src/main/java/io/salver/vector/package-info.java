/**
 * Nearest-neighbour search over vectors: the port, and an exact index in plain Java that is also
 * the oracle of every other implementation.
 */
@NullMarked
package io.salver.vector;

import org.jspecify.annotations.NullMarked;
