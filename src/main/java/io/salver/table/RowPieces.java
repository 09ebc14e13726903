package io.salver.table;

import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.util.Optional;

/**
 * The rows of a file, in pieces, so that a file may be larger than memory. For one thread, which
 * blocks; whoever opens it closes it.
 */
public interface RowPieces extends AutoCloseable {

  /**
   * The next rows, at least one; nothing after the last.
   *
   * @param scope is charged for what they take
   * @throws io.salver.fault.InvalidInput that says where the file is not what it should be
   * @throws IOException when the file cannot be read
   */
  Optional<Rows> next(TensorScope scope) throws IOException;

  @Override
  void close() throws IOException;
}
