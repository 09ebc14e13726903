package io.salver.backend.onnx;

import io.salver.fault.InvalidInput;
import io.salver.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/** What the symbols of a graph stand for in one run. Confined to one thread. */
final class SymbolBindings {

  private final long[] extents;

  SymbolBindings(int symbols) {
    extents = new long[symbols];
    Arrays.fill(extents, Shape.ANY);
  }

  /**
   * Takes the extents of an input, whose shape already matches {@code expected}.
   *
   * @throws InvalidInput when a symbol stands for another extent in an input before
   */
  void bind(String input, SymbolicShape expected, Shape actual) {
    for (int axis = 0; axis < actual.rank(); axis++) {
      int symbol = expected.symbol(axis);
      if (symbol == SymbolicShape.NONE) {
        continue;
      }
      long extent = actual.extent(axis);
      if (extents[symbol] != Shape.ANY && extents[symbol] != extent) {
        throw new InvalidInput(
            "input '%s' has extent %d at axis %d, other inputs have %d there"
                .formatted(input, extent, axis, extents[symbol]));
      }
      extents[symbol] = extent;
    }
  }

  /** The shape with its symbols replaced; absent while an extent stays open. */
  Optional<Shape> resolve(SymbolicShape symbolic) {
    long[] resolved = symbolic.shape().toArray();
    for (int axis = 0; axis < resolved.length; axis++) {
      if (resolved[axis] == Shape.ANY && symbolic.symbol(axis) != SymbolicShape.NONE) {
        resolved[axis] = extents[symbolic.symbol(axis)];
      }
      if (resolved[axis] == Shape.ANY) {
        return Optional.empty();
      }
    }
    return Optional.of(Shape.of(resolved));
  }
}
