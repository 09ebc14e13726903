/** Nearest-neighbour search by PostgreSQL with the extension pgvector. */
@NullMarked
package io.salver.vector.pgvector;

import org.jspecify.annotations.NullMarked;
