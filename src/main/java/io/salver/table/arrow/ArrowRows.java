package io.salver.table.arrow;

import io.salver.fault.Fault;
import io.salver.table.RowFormat;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;

/**
 * Rows as a stream of Arrow's IPC format: a schema, dictionaries and record batches without
 * compression. Columns of whole numbers, floating point, decimals, booleans, dates, timestamps,
 * texts and bytes are read, also where a dictionary holds their values; a null is a missing cell.
 * Thread-safe.
 */
public final class ArrowRows implements RowFormat {

  private final RowLimits limits;

  /** Reads no more than {@code limits}. */
  public ArrowRows(RowLimits limits) {
    this.limits = limits;
  }

  @Override
  public String mediaType() {
    return "application/vnd.apache.arrow.stream";
  }

  @Override
  public Rows read(ByteBuffer bytes, TensorScope scope) {
    try {
      return new ArrowReading(limits, scope).read(bytes);
    } catch (Fault fault) {
      throw fault;
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException
        | AssertionError damaged) {
      throw Damaged.stream("its metadata points beyond its end");
    }
  }

  @Override
  public byte[] write(Rows rows) {
    return new ArrowWriting(rows).write();
  }
}
