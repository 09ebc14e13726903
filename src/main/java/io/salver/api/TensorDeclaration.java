package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * What a request says of an input before its elements: name, datatype and a concrete shape whose
 * size in bytes fits in 63 bits.
 */
public record TensorDeclaration(String name, DataType dataType, Shape shape) {

  /**
   * Checks what came over the wire.
   *
   * @throws InvalidInput when the name is empty, the datatype unknown or the shape negative or too
   *     large
   */
  public static TensorDeclaration of(String name, String dataType, long... extents) {
    if (name.isEmpty()) {
      throw new InvalidInput("an input has no name");
    }
    DataType type =
        DataType.named(dataType)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "input '"
                            + name
                            + "' has unknown datatype '"
                            + dataType
                            + "'; expected one of "
                            + List.of(DataType.values())));
    for (long extent : extents) {
      if (extent < 0) {
        throw new InvalidInput(
            "input '"
                + name
                + "' has shape "
                + Arrays.toString(extents)
                + " with a negative extent");
      }
    }
    return new TensorDeclaration(name, type, sized(name, type, Shape.of(extents)));
  }

  public long elements() {
    return shape.elements();
  }

  /** Bytes of the elements of a dense datatype. */
  public long byteSize() {
    return Tensor.byteSize(dataType, shape);
  }

  /** The fault of {@code received} elements where the shape says otherwise. */
  public InvalidInput wrongCount(long received) {
    return new InvalidInput(
        "input '"
            + name
            + "' of shape "
            + shape
            + " takes "
            + elements()
            + " elements, got "
            + received);
  }

  /** The fault of an element that the datatype cannot hold. */
  public InvalidInput unfit(String value) {
    return new InvalidInput("input '" + name + "': " + value + " does not fit in " + dataType);
  }

  private static Shape sized(String name, DataType type, Shape shape) {
    try {
      Tensor.byteSize(type, shape);
    } catch (InvalidInput e) {
      throw new InvalidInput("input '" + name + "': " + e.explanation());
    }
    return shape;
  }
}
