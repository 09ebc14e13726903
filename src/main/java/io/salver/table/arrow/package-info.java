/**
 * Rows as a stream of Apache Arrow's IPC format, read and written over the metadata classes of
 * {@code arrow-format} alone: every length and offset is checked against the bytes that came before
 * it is used, and no memory is taken but that of the cells.
 *
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html">Arrow Columnar Format</a>
 */
@NullMarked
package io.salver.table.arrow;

import org.jspecify.annotations.NullMarked;
