package io.salver.api;

import io.salver.table.Column;
import io.salver.table.RowFormat;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads each line of a file as a row with a cell {@code line}, and writes the names of the columns
 * and the rows behind its media type.
 */
record FakeRowFormat(String mediaType) implements RowFormat {

  @Override
  public Rows read(ByteBuffer bytes, TensorScope scope) {
    RowsBuilder rows = RowsBuilder.typed(RowLimits.DEFAULT, scope);
    StandardCharsets.ISO_8859_1
        .decode(bytes.duplicate())
        .toString()
        .lines()
        .forEach(line -> rows.row().text(rows.column("line"), mediaType + " " + line));
    return rows.build();
  }

  @Override
  public byte[] write(Rows rows) {
    StringBuilder text = new StringBuilder(mediaType);
    List<Column> columns = rows.columns();
    text.append('\n').append(String.join(",", columns.stream().map(Column::name).toList()));
    for (int row = 0; row < rows.count(); row++) {
      int at = row;
      text.append('\n')
          .append(
              String.join(
                  ",", columns.stream().map(column -> FakeTabular.shown(column, at)).toList()));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
