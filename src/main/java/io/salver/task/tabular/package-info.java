/** Rows: from cells by name to classes, values and distributions, and what speaks for them. */
@NullMarked
package io.salver.task.tabular;

import org.jspecify.annotations.NullMarked;
