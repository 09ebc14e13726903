package io.salver.task.tabular;

import io.salver.table.EncodedRows;
import io.salver.table.TensorColumns;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.Set;

/** Writes those inputs of a model that come from one or more features. Immutable. */
sealed interface RowInput permits RowInput.Columns, TextColumn, PictureInput {

  /** The names of the inputs that it writes. */
  Set<String> tensors();

  /**
   * Writes those {@code places} of {@code rows}; tells {@code refusals} which cannot be written.
   */
  void write(
      EncodedRows rows, int[] places, TensorScope scope, Tensors.Builder into, Refusals refusals);

  /** Hears of rows that turn out to be unreadable when they are written. */
  @FunctionalInterface
  interface Refusals {
    /**
     * One of the cells cannot be written.
     *
     * @param place of its row
     */
    void refuse(int place, String feature, String why);
  }

  /** Numbers, categories and dates. */
  record Columns(TensorColumns columns) implements RowInput {
    @Override
    public Set<String> tensors() {
      return Set.of(columns.tensor().name());
    }

    @Override
    public void write(
        EncodedRows rows,
        int[] places,
        TensorScope scope,
        Tensors.Builder into,
        Refusals refusals) {
      into.put(columns.tensor().name(), columns.write(rows, places, scope));
    }
  }
}
