package io.salver.table;

import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;

/** A way to write rows down. Thread-safe. */
public interface RowFormat {

  /** The media type by which it is known. */
  String mediaType();

  /**
   * The rows that {@code bytes}, from position to limit, hold. Blocks no longer than the bytes
   * take.
   *
   * @param scope is charged for what they take; cells of bytes may point into {@code bytes}
   * @throws io.salver.fault.InvalidInput that says where they are not what they should be
   * @throws io.salver.fault.TooLarge when there are more than may be
   */
  Rows read(ByteBuffer bytes, TensorScope scope);

  /** Those rows, written down, in an array that belongs to the caller. */
  byte[] write(Rows rows);
}
