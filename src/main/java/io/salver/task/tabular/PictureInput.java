package io.salver.task.tabular;

import io.salver.fault.Fault;
import io.salver.image.PictureDecoder;
import io.salver.table.EncodedColumn;
import io.salver.table.EncodedRows;
import io.salver.task.vision.PictureColumn;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A picture in each row.
 *
 * @param place of the feature in the schema
 */
record PictureInput(
    String tensor, String feature, int place, PictureColumn pictures, PictureDecoder decoder)
    implements RowInput {

  @Override
  public Set<String> tensors() {
    return Set.of(tensor);
  }

  @Override
  public void write(
      EncodedRows rows, int[] places, TensorScope scope, Tensors.Builder into, Written written) {
    List<ByteBuffer> files = new ArrayList<>();
    if (rows.columns().get(place) instanceof EncodedColumn.Objects(List<?> values)) {
      for (int each : places) {
        files.add((ByteBuffer) values.get(each));
      }
    }
    into.put(
        tensor,
        pictures.write(
            files,
            decoder,
            scope,
            (fault, at) -> written.refuse(places[at], feature, explanation(fault)),
            (picture, at) -> written.look(places[at], feature, picture)));
  }

  private static String explanation(Fault fault) {
    return fault.explanation();
  }
}
