package io.salver.monitor.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads whole Parquet files, by a reader that somebody else wrote. */
public final class ReadParquet {

  private ReadParquet() {}

  /** The rows, by name of the column; lists as lists. */
  public static List<Map<String, @Nullable Object>> rows(Path path) throws IOException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(path));
        RowReader reader = file.rowReader()) {
      List<String> names =
          file.getFileSchema().getRootNode().children().stream().map(SchemaNode::name).toList();
      while (reader.hasNext()) {
        reader.next();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (String name : names) {
          Object value = reader.getValue(name);
          row.put(name, value instanceof PqList list ? new ArrayList<>(list.values()) : value);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
