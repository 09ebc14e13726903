package io.salver.api;

import io.salver.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the elements of a BYTES tensor one by one. Each is charged with its bytes and what the JVM
 * adds to them, so that many short strings cannot take more memory than the budget allows. Not
 * thread-safe.
 */
public final class StringElements {

  private static final int OVERHEAD_BYTES = 24;
  private static final byte[] EMPTY = {};

  private final TensorDeclaration declaration;
  private final MemoryBudget budget;
  private final List<byte[]> elements = new ArrayList<>();

  /** No elements yet. */
  public StringElements(TensorDeclaration declaration, MemoryBudget budget) {
    this.declaration = declaration;
    this.budget = budget;
  }

  /** Takes an element of {@code bytes}, which the tensor keeps. */
  public void add(byte[] bytes) {
    charge(bytes.length);
    elements.add(bytes.length == 0 ? EMPTY : bytes);
  }

  /** Room for an element of {@code length} bytes, which the caller fills. */
  public byte[] reserve(int length) {
    charge(length);
    byte[] bytes = length == 0 ? EMPTY : new byte[length];
    elements.add(bytes);
    return bytes;
  }

  /**
   * The tensor.
   *
   * @throws io.salver.fault.InvalidInput when there were more or fewer elements than the shape has
   */
  public Tensor.Strings finish() {
    if (elements.size() != declaration.elements()) {
      throw declaration.wrongCount(elements.size());
    }
    return new Tensor.Strings(declaration.shape(), elements);
  }

  private void charge(int length) {
    budget.chargeHeap((long) OVERHEAD_BYTES + length, "input '" + declaration.name() + "'");
  }
}
