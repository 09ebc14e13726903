package io.salver.table;

import java.util.List;

/**
 * Rows as the model takes them, column by column, before they are tensors. Immutable.
 *
 * @param count how many rows
 * @param columns one for each feature, in the order of the schema
 */
public record EncodedRows(int count, List<EncodedColumn> columns) {

  /** Copies the list. */
  public EncodedRows {
    columns = List.copyOf(columns);
  }
}
