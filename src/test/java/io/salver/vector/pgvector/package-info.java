/** Searches by PostgreSQL, on a server of the tests' own. */
@NullMarked
package io.salver.vector.pgvector;

import org.jspecify.annotations.NullMarked;
