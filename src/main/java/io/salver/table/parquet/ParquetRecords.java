package io.salver.table.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.schema.SchemaNode;
import io.salver.fault.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parquet row by row, with columns of lists: what the prediction log writes. A value is as the file
 * has it (text, number, flag, moment), null where it is missing; of a list a list, empty where it
 * is missing. Thread-safe.
 */
public final class ParquetRecords {

  private static final int PIECE = 1_000;

  private final Patience patience;

  /**
   * Reads files.
   *
   * @param patience how long {@value #PIECE} rows may take; a file that takes longer is taken for
   *     damaged
   */
  public ParquetRecords(Duration patience) {
    this.patience = new Patience(patience);
  }

  /**
   * Tells {@code taker} of each row of a file by the names of its columns, blocking.
   *
   * @throws InvalidInput when it is no Parquet
   * @throws IOException when the file cannot be read
   */
  public void read(Path file, Consumer<Map<String, @Nullable Object>> taker) throws IOException {
    try (ParquetFileReader open = call(file, () -> ParquetFileReader.open(InputFile.of(file)));
        RowReader reader = call(file, open::rowReader)) {
      List<SchemaNode> columns = open.getFileSchema().getRootNode().children();
      boolean isMore = true;
      while (isMore) {
        List<Map<String, @Nullable Object>> piece = call(file, () -> piece(columns, reader));
        piece.forEach(taker);
        isMore = !piece.isEmpty();
      }
    }
  }

  private <T> T call(Path file, Callable<T> library) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try {
      return patience.call(library);
    } catch (IOException | RuntimeException damaged) { // the library throws many kinds
      throw ParquetRows.refusal(file, damaged);
    }
  }

  private static List<Map<String, @Nullable Object>> piece(
      List<SchemaNode> columns, RowReader reader) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    while (rows.size() < PIECE && reader.hasNext()) {
      reader.next();
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (SchemaNode column : columns) {
        row.put(column.name(), value(column, reader.getValue(column.name())));
      }
      rows.add(row);
    }
    return rows;
  }

  private static @Nullable Object value(SchemaNode column, @Nullable Object value) {
    if (value instanceof PqList list) {
      return new ArrayList<>(list.values());
    }
    return value == null && column instanceof SchemaNode.GroupNode ? List.of() : value;
  }
}
