package io.salver.task.tabular;

import io.salver.table.EncodedRows;
import io.salver.tensor.Tensors;

/**
 * One run of the model.
 *
 * @param places those of {@code rows} that are run; not to be changed
 * @param reader reads the outputs
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Step(EncodedRows rows, int[] places, Reader reader) {

  /** Reads the outputs of a run, whose memory is gone afterwards. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads them.
     *
     * @param places those of the rows that were run, in the order of the outputs
     */
    void read(Tensors outputs, int[] places);
  }
}
