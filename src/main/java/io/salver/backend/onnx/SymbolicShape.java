package io.salver.backend.onnx;

import io.salver.tensor.Shape;
import java.util.Map;

/**
 * The shape of one tensor of a graph, in which an open extent may carry a symbol. One symbol stands
 * for one extent in all tensors of the graph (ONNX IR specification, "dim_param"). Immutable.
 */
final class SymbolicShape {

  /** The extent is given, or open without a symbol. */
  static final int NONE = -1;

  private final Shape shape;
  private final int[] symbols;

  /**
   * The shape whose open extents carry the {@code names}, empty where there is none; {@code known}
   * numbers the symbols of the graph and learns new ones.
   */
  SymbolicShape(Shape shape, String[] names, Map<String, Integer> known) {
    this.shape = shape;
    this.symbols = new int[shape.rank()];
    for (int axis = 0; axis < symbols.length; axis++) {
      boolean symbolic = shape.extent(axis) == Shape.ANY && !names[axis].isEmpty();
      symbols[axis] = symbolic ? number(names[axis], known) : NONE;
    }
  }

  Shape shape() {
    return shape;
  }

  /** The number of the symbol at that axis, or {@link #NONE}. */
  int symbol(int axis) {
    return symbols[axis];
  }

  private static int number(String name, Map<String, Integer> known) {
    Integer next = known.size();
    Integer number = known.putIfAbsent(name, next);
    return number == null ? next : number;
  }
}
