package io.salver.rollout.shadow;

import io.salver.tensor.Tensor;
import io.salver.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Puts the answers of two versions side by side: row by row along the first axis, at most {@value
 * #MOST_ROWS} rows and {@value #MOST_ELEMENTS} elements of each output. Stateless; reads the
 * tensors, whose memory must be there.
 */
public final class Disagreement {

  private static final int MOST_ROWS = 256;
  private static final int MOST_ELEMENTS = 1 << 16;

  private Disagreement() {}

  /**
   * How far they disagree, from 0 to 1: the mean over the rows of the output in which they do most.
   * An output that only one has, or of which their shapes differ, is a whole disagreement.
   *
   * @return empty where they have nothing that the comparison is for, as ranks of strings
   */
  public static OptionalDouble of(Shadow shadow, Tensors control, Tensors other) {
    List<String> names = shadow.output().map(List::of).orElseGet(control::names);
    return names.stream()
        .map(name -> ofOutput(shadow.comparison(), control, other, name))
        .flatMapToDouble(OptionalDouble::stream)
        .max();
  }

  private static OptionalDouble ofOutput(
      Comparison comparison, Tensors control, Tensors other, String name) {
    Tensor a = control.find(name).orElse(null);
    Tensor b = other.find(name).orElse(null);
    if (a == null || b == null || !a.shape().equals(b.shape())) {
      return OptionalDouble.of(1);
    }
    if (a.shape().elements() == 0) {
      return OptionalDouble.of(0);
    }
    int rows = a.shape().rank() == 0 ? 1 : Math.toIntExact(a.shape().extent(0));
    int size = Math.toIntExact(a.shape().elements() / rows);
    int looked = Math.max(1, Math.min(Math.min(rows, MOST_ROWS), MOST_ELEMENTS / size));
    int width = Math.min(size, MOST_ELEMENTS);
    return switch (comparison) {
      case Comparison.Exact() -> mean(looked, row -> unequal(a, b, row * size, width, 0));
      case Comparison.Tolerance(double most) ->
          mean(looked, row -> unequal(a, b, row * size, width, most));
      case Comparison.TopOverlap(int count) ->
          ordered(a, b, size, (x, y) -> notAmong(x, y, count), looked, width);
      case Comparison.RankCorrelation() ->
          ordered(a, b, size, (x, y) -> (1 - Ranks.correlation(x, y)) / 2, looked, width);
    };
  }

  @FunctionalInterface
  private interface OfRow {
    double at(int row);
  }

  @FunctionalInterface
  private interface OfRows {
    double of(double[] a, double[] b);
  }

  private static OptionalDouble mean(int rows, OfRow disagreement) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += disagreement.at(row);
    }
    return OptionalDouble.of(sum / rows);
  }

  /** Of rows with an order: two numbers at least. */
  private static OptionalDouble ordered(
      Tensor a, Tensor b, int size, OfRows disagreement, int rows, int width) {
    return size > 1 && a instanceof Tensor.Dense x && b instanceof Tensor.Dense y
        ? mean(
            rows,
            row -> disagreement.of(values(x, row * size, width), values(y, row * size, width)))
        : OptionalDouble.empty();
  }

  private static double[] values(Tensor.Dense tensor, int from, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> tensor.number(from + i));
    return values;
  }

  private static double notAmong(double[] a, double[] b, int count) {
    Set<Integer> expected = Ranks.top(a, count);
    int size = expected.size();
    expected.retainAll(Ranks.top(b, count));
    return 1 - (double) expected.size() / size;
  }

  /** 1 where any element is, as the tolerance sees it. */
  private static int unequal(Tensor a, Tensor b, int from, int count, double tolerance) {
    for (int i = from; i < from + count; i++) {
      if (!isEqual(a, b, i, tolerance)) {
        return 1;
      }
    }
    return 0;
  }

  private static boolean isEqual(Tensor a, Tensor b, int element, double tolerance) {
    if (a instanceof Tensor.Strings x && b instanceof Tensor.Strings y) {
      return Objects.deepEquals(x.elements().get(element), y.elements().get(element));
    }
    if (a instanceof Tensor.Dense x && b instanceof Tensor.Dense y) {
      double left = x.number(element);
      double right = y.number(element);
      return Double.compare(left, right) == 0
          || left == right
          || Math.abs(left - right) <= tolerance * Math.max(1, Math.abs(left));
    }
    return false;
  }
}
