package io.salver.table;

/**
 * How much one request may bring.
 *
 * @param rows most rows
 * @param columns most names of columns
 * @param cell most bytes or characters of one cell
 */
public record RowLimits(int rows, int columns, int cell) {

  /** For one who has no reason to choose. */
  public static final RowLimits DEFAULT = new RowLimits(100_000, 1_000, 16 << 20);
}
