@NullMarked
package io.salver.monitor.parquet;

import org.jspecify.annotations.NullMarked;
