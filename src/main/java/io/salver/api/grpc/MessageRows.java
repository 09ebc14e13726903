package io.salver.api.grpc;

import io.salver.fault.InvalidInput;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.TensorScope;
import io.salver.v1.Cell;
import io.salver.v1.Row;
import java.util.List;
import java.util.Map;

/** Reads rows from messages. Stateless. */
final class MessageRows {

  private MessageRows() {}

  /**
   * The rows; pictures among their cells are views of the message.
   *
   * @param scope is charged for what they take
   */
  static Rows read(List<Row> messages, RowLimits limits, TensorScope scope) {
    RowsBuilder builder = RowsBuilder.typed(limits, scope);
    for (Row message : messages) {
      builder.row();
      for (Map.Entry<String, Cell> each : message.getValuesMap().entrySet()) {
        put(builder, builder.column(each.getKey()), each.getValue());
      }
    }
    if (builder.count() == 0) {
      throw new InvalidInput("rows expects at least one row, received none");
    }
    return builder.build();
  }

  private static void put(RowsBuilder builder, int place, Cell cell) {
    switch (cell.getValueCase()) {
      case NUMBER -> builder.real(place, cell.getNumber());
      case INTEGER -> builder.whole(place, cell.getInteger());
      case TEXT -> builder.text(place, cell.getText());
      case FLAG -> builder.flag(place, cell.getFlag());
      case DATA -> builder.bytes(place, cell.getData().asReadOnlyByteBuffer());
      case VALUE_NOT_SET -> {} // missing
    }
  }
}
