/** The contract of every vector index, and the data it is tried on. */
@NullMarked
package io.salver.vector;

import org.jspecify.annotations.NullMarked;
