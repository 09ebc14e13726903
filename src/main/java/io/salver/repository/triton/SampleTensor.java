package io.salver.repository.triton;

import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;
import triton.ModelWarmup;

/**
 * An input of a warm-up sample: one row, as often as the sample has rows. Numbers that are random
 * to Triton are drawn from 0 to 1, the same at every load, so that indices are valid.
 *
 * @param copies how often the row is there, at least 1
 */
record SampleTensor(String name, DataType dataType, Shape shape, int copies) {

  private static final long MOST_ELEMENTS = 1 << 26;

  /** The input with so many rows; 0: without an axis of rows. */
  static SampleTensor of(String name, ModelWarmup.Input input, int rows) {
    LongStream first = rows == 0 ? LongStream.empty() : LongStream.of(rows);
    LongStream others = input.getDimsList().stream().mapToLong(Long::longValue);
    long[] extents = LongStream.concat(first, others).toArray();
    long elements = 1;
    for (long extent : extents) {
      if (extent < 1 || extent > MOST_ELEMENTS / elements) {
        throw new TritonProblem(
            "dims of '%s' in model_warmup must be 1 or more, and %d elements at most, not %s"
                .formatted(name, MOST_ELEMENTS, input.getDimsList()));
      }
      elements *= extent;
    }
    DataType dataType = ConfiguredTensors.dataType("input", name, input.getDataType());
    return new SampleTensor(name, dataType, Shape.of(extents), Math.max(1, rows));
  }

  /** Zeros or random numbers; empty strings. */
  Tensor made(boolean random, TensorScope scope) {
    if (!dataType.isDense()) {
      int elements = Math.toIntExact(shape.elements());
      return new Tensor.Strings(shape, Collections.nCopies(elements, new byte[0]));
    }
    Tensor.Dense tensor = scope.allocate(dataType, shape);
    Random numbers = new Random(name.hashCode());
    DoubleSupplier values = random ? numbers::nextDouble : () -> 0;
    ByteBuffer target = tensor.view();
    while (target.hasRemaining()) {
      put(target, values.getAsDouble());
    }
    return tensor;
  }

  /** The elements of one row; of strings each after its length in four bytes. */
  Tensor read(byte[] row, TensorScope scope) {
    if (!dataType.isDense()) {
      return strings(ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN));
    }
    Tensor.Dense tensor = scope.allocate(dataType, shape);
    ByteBuffer target = tensor.view();
    if ((long) row.length * copies != target.remaining()) {
      throw wrong(row.length + " bytes", target.remaining() / copies + " bytes");
    }
    for (int copy = 0; copy < copies; copy++) {
      target.put(row);
    }
    return tensor;
  }

  private Tensor strings(ByteBuffer bytes) {
    List<byte[]> row = new ArrayList<>();
    while (bytes.remaining() >= Integer.BYTES) {
      byte[] element = new byte[Math.clamp(bytes.getInt(), 0, bytes.remaining())];
      bytes.get(element);
      row.add(element);
    }
    if ((long) row.size() * copies != shape.elements()) {
      throw wrong(row.size() + " strings", shape.elements() / copies + "");
    }
    List<byte[]> elements = new ArrayList<>();
    for (int copy = 0; copy < copies; copy++) {
      elements.addAll(row);
    }
    return new Tensor.Strings(shape, elements);
  }

  private TritonProblem wrong(String found, String wanted) {
    return new TritonProblem(
        "the file of '%s' in model_warmup has %s; a row takes %s".formatted(name, found, wanted));
  }

  private void put(ByteBuffer target, double value) {
    switch (dataType) {
      case BOOL, UINT8, INT8 -> target.put((byte) Math.round(value));
      case UINT16, INT16 -> target.putShort((short) Math.round(value));
      case UINT32, INT32 -> target.putInt((int) Math.round(value));
      case UINT64, INT64 -> target.putLong(Math.round(value));
      case FP16 -> target.putShort(Float.floatToFloat16((float) value));
      case BF16 -> target.putShort((short) (Float.floatToIntBits((float) value) >>> 16));
      case FP32 -> target.putFloat((float) value);
      case FP64 -> target.putDouble(value);
      case BYTES -> throw new IllegalStateException("byte strings are not dense");
    }
  }
}
