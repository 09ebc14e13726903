package io.salver.table;

import io.salver.tensor.TensorScope;

/** Rows that are yet to be read; a task does it on a thread of its own, once. */
@FunctionalInterface
public interface RowSource {

  /**
   * Reads them all.
   *
   * @param scope is charged for what they take
   * @throws io.salver.fault.InvalidInput that says where they are not what they should be
   * @throws io.salver.fault.TooLarge when there are more than may be
   */
  Rows read(TensorScope scope);
}
