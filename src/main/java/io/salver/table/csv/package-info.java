/** Rows as CSV (RFC 4180), by Jackson. */
@NullMarked
package io.salver.table.csv;

import org.jspecify.annotations.NullMarked;
