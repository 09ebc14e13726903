package io.salver.api.task;

import io.salver.fault.InvalidInput;
import io.salver.table.RowFormat;
import io.salver.table.RowLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The ways in which rows are written to files, and how many there may be.
 *
 * @param limits of one request, however its rows come
 */
public record RowFormats(RowFormat csv, RowFormat arrow, RowLimits limits) {

  /** An Arrow stream begins with the mark of a message (Arrow columnar format, IPC). */
  private static final byte CONTINUATION = (byte) 0xFF;

  private static final byte[] ARROW_FILE = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  /**
   * The format of a file, by its first byte: text in UTF-8 never begins as an Arrow stream does.
   *
   * @throws InvalidInput when it is in the format of Arrow's files
   */
  RowFormat of(ByteBuffer file) {
    if (file.get(file.position()) == CONTINUATION) {
      return arrow;
    }
    byte[] first = new byte[Math.min(ARROW_FILE.length, file.remaining())];
    file.get(file.position(), first);
    if (Arrays.equals(first, ARROW_FILE)) {
      throw new InvalidInput(
          "file expects CSV or an Arrow stream, received an Arrow file; write it as a stream");
    }
    return csv;
  }
}
