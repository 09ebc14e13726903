package io.salver.monitor.outcome;

import io.salver.monitor.FeatureValue;
import java.util.List;

/**
 * A feature whose values group predictions. Immutable.
 *
 * @param feature its name
 * @param edges between the groups of a number, ascending; a number on an edge belongs above it.
 *     Empty where each value is a group
 */
public record SliceSettings(String feature, List<Double> edges) {

  /** Most edges. */
  public static final int MOST_EDGES = 10;

  /** The group of what has no value. */
  public static final String MISSING = "missing";

  private static final int LONGEST = 60;

  /** Copies the list. */
  public SliceSettings {
    edges = List.copyOf(edges);
  }

  /** The group of a value, by names such as {@code Female}, {@code <25}, {@code 25..45}. */
  public String group(FeatureValue value) {
    return switch (value) {
      case FeatureValue.Category(String category) ->
          category.isEmpty()
              ? MISSING
              : category.substring(0, Math.min(LONGEST, category.length()));
      case FeatureValue.Numeric(double number) -> group(number);
      case FeatureValue.Missing _, FeatureValue.Wrong _ -> MISSING;
    };
  }

  private String group(double number) {
    if (Double.isNaN(number)) {
      return MISSING;
    }
    if (edges.isEmpty()) {
      return spelled(number);
    }
    int above = (int) edges.stream().filter(edge -> number >= edge).count();
    if (above == 0) {
      return "<" + spelled(edges.getFirst());
    }
    return above == edges.size()
        ? ">=" + spelled(edges.getLast())
        : spelled(edges.get(above - 1)) + ".." + spelled(edges.get(above));
  }

  private static String spelled(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
