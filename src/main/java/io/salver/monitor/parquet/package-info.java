/** The prediction log as Parquet files, by a writer of its own. */
@NullMarked
package io.salver.monitor.parquet;

import org.jspecify.annotations.NullMarked;
