/** Files of Parquet, read by Hardwood. */
@NullMarked
package io.salver.table.parquet;

import org.jspecify.annotations.NullMarked;
