package io.salver.task.tabular;

import io.salver.image.Picture;
import io.salver.table.EncodedRows;
import io.salver.table.TensorColumns;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.Set;

/** Writes those inputs of a model that come from one or more features. Immutable. */
sealed interface RowInput permits RowInput.Columns, TextColumn, PictureInput {

  /** The names of the inputs that it writes. */
  Set<String> tensors();

  /** Writes those {@code places} of {@code rows}; tells {@code written} which cannot be written. */
  void write(
      EncodedRows rows, int[] places, TensorScope scope, Tensors.Builder into, Written written);

  /** Hears what turns out when rows are written. */
  interface Written {
    /**
     * One of the cells cannot be written.
     *
     * @param place of its row
     */
    void refuse(int place, String feature, String why);

    /**
     * One of the cells is a picture.
     *
     * @param place of its row
     * @param picture as the model sees it; gone when this returns
     */
    void look(int place, String feature, Picture picture);
  }

  /** Numbers, categories and dates. */
  record Columns(TensorColumns columns) implements RowInput {
    @Override
    public Set<String> tensors() {
      return Set.of(columns.tensor().name());
    }

    @Override
    public void write(
        EncodedRows rows, int[] places, TensorScope scope, Tensors.Builder into, Written written) {
      into.put(columns.tensor().name(), columns.write(rows, places, scope));
    }
  }
}
