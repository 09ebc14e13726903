package io.salver.table.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import io.salver.fault.InvalidInput;
import io.salver.table.RowLimits;
import io.salver.table.RowPieces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Rows as Parquet, in the encodings and with the compressions (none, Snappy, GZIP, ZSTD) that
 * pandas, Polars, Spark and DuckDB write. Thread-safe.
 */
public final class ParquetRows {

  private final RowLimits limits;
  private final Patience patience;

  /**
   * Pieces have at most as many rows as {@code limits} say.
   *
   * @param patience how long a piece may take; a file that takes longer is taken for damaged
   */
  public ParquetRows(RowLimits limits, Duration patience) {
    this.limits = limits;
    this.patience = new Patience(patience);
  }

  /**
   * Reads a file from its beginning, blocking.
   *
   * @throws InvalidInput when it is no Parquet
   * @throws IOException when the file cannot be read
   */
  public RowPieces open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try {
      ParquetFileReader reader = patience.call(() -> ParquetFileReader.open(InputFile.of(file)));
      return new ParquetPieces(reader, limits, file, patience);
    } catch (IOException | RuntimeException damaged) {
      throw refusal(file, damaged);
    }
  }

  /** What is said of a file that is no Parquet, or one that cannot be read. */
  static InvalidInput refusal(Path file, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = root.equals(cause) ? "" : " (%s)".formatted(root.getMessage());
    return new InvalidInput(
        "%s is no Parquet that can be read: %s%s".formatted(file, cause.getMessage(), why));
  }
}
