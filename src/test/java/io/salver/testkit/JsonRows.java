package io.salver.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.TensorScope;

/** Makes rows of JSON objects, for tests of what comes after the wire. */
public final class JsonRows {

  private JsonRows() {}

  /** One row for each of {@code objects}. */
  public static Rows of(Iterable<JsonNode> objects, TensorScope scope) {
    RowsBuilder rows = RowsBuilder.typed(RowLimits.DEFAULT, scope);
    for (JsonNode object : objects) {
      rows.row();
      object.properties().forEach(cell -> put(rows, rows.column(cell.getKey()), cell.getValue()));
    }
    return rows.build();
  }

  private static void put(RowsBuilder rows, int place, JsonNode value) {
    switch (value.getNodeType()) {
      case NULL -> {}
      case BOOLEAN -> rows.flag(place, value.asBoolean());
      case STRING -> rows.text(place, value.asText());
      case NUMBER -> {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
          rows.whole(place, value.asLong());
        } else {
          rows.real(place, value.asDouble());
        }
      }
      case ARRAY -> rows.other(place, "an array");
      default -> rows.other(place, "an object");
    }
  }
}
