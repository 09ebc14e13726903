/**
 * Rows of named cells, the schema that a model expects of them, and the way from one to the other:
 * what is missing, unknown, out of range or not what it should be, and the columns of tensors.
 */
@NullMarked
package io.salver.table;

import org.jspecify.annotations.NullMarked;
