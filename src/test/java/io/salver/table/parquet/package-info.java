@NullMarked
package io.salver.table.parquet;

import org.jspecify.annotations.NullMarked;
