package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;

/**
 * Takes the elements of a dense tensor one by one, as a protocol spells them, straight into the
 * memory of a scope. It checks each against the range of the datatype, counts on beyond the end so
 * that a wrong count can be told, and never wraps. Not thread-safe.
 */
public final class DenseElements {

  private final TensorDeclaration declaration;
  private final ByteBuffer target;
  private final long capacity;
  private long count;

  /**
   * Memory for the declared elements.
   *
   * @param plausible most elements that the request can hold, judged by its length: a shape alone
   *     must not make the service allocate
   */
  public DenseElements(
      TensorDeclaration declaration, TensorScope scope, MemoryBudget budget, long plausible) {
    this.declaration = declaration;
    budget.charge(declaration.byteSize(), "input '" + declaration.name() + "'");
    this.capacity = Math.min(declaration.elements(), plausible);
    this.target = scope.allocate(capacity * declaration.dataType().size());
  }

  /** A boolean. */
  public void flag(boolean value) {
    if (declaration.dataType() != DataType.BOOL) {
      throw mismatch(Boolean.toString(value));
    }
    if (hasRoom()) {
      target.put((byte) (value ? 1 : 0));
    }
  }

  /** A signed whole number. */
  public void whole(long value) {
    if (!hasRoom()) {
      return;
    }
    switch (declaration.dataType()) {
      case INT8 -> target.put((byte) inRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case INT16 -> target.putShort((short) inRange(value, Short.MIN_VALUE, Short.MAX_VALUE));
      case INT32 -> target.putInt((int) inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT64 -> target.putLong(value);
      case UINT8 -> target.put((byte) inRange(value, 0, 0xFFL));
      case UINT16 -> target.putShort((short) inRange(value, 0, 0xFFFFL));
      case UINT32 -> target.putInt((int) inRange(value, 0, 0xFFFF_FFFFL));
      case UINT64 -> target.putLong(inRange(value, 0, Long.MAX_VALUE));
      case FP32 -> target.putFloat((float) value);
      case FP64 -> target.putDouble((double) value);
      case BOOL, FP16, BF16, BYTES -> throw mismatch(Long.toString(value));
    }
  }

  /** The 64 bits of an unsigned whole number. */
  public void unsigned64(long bits) {
    if (bits >= 0) {
      whole(bits);
    } else if (declaration.dataType() != DataType.UINT64) {
      throw declaration.unfit(Long.toUnsignedString(bits));
    } else if (hasRoom()) {
      target.putLong(bits);
    }
  }

  /** A 32-bit real. */
  public void real32(float value) {
    if (hasRoom()) {
      target.putFloat(value);
    }
  }

  /** A 64-bit real. */
  public void real64(double value) {
    if (hasRoom()) {
      target.putDouble(value);
    }
  }

  /**
   * Counts {@code elements} that the caller then writes, little-endian, into the buffer it gets;
   * the buffer is shorter where there are more elements than the shape has.
   */
  public ByteBuffer bulk(long elements) {
    int size = declaration.dataType().size();
    long fitting = Math.max(0, Math.min(elements, capacity - count));
    count += elements;
    ByteBuffer window = target.slice(target.position(), (int) (fitting * size));
    target.position(target.position() + window.capacity());
    return window;
  }

  public TensorDeclaration declaration() {
    return declaration;
  }

  /**
   * The tensor.
   *
   * @throws InvalidInput when there were more or fewer elements than the shape has
   */
  public Tensor.Dense finish() {
    if (count != declaration.elements()) {
      throw declaration.wrongCount(count);
    }
    target.rewind();
    return new Tensor.Dense(declaration.dataType(), declaration.shape(), target);
  }

  private boolean hasRoom() {
    return count++ < capacity;
  }

  private long inRange(long value, long least, long most) {
    if (value < least || value > most) {
      throw declaration.unfit(Long.toString(value));
    }
    return value;
  }

  private InvalidInput mismatch(String value) {
    return new InvalidInput(
        "input '" + declaration.name() + "': " + value + " is no " + declaration.dataType());
  }
}
