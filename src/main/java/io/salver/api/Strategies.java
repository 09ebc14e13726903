package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.Strategy;
import java.util.List;
import java.util.stream.Stream;

/** How both protocols read the name of a strategy. */
public final class Strategies {

  private static final List<String> LABELS =
      Stream.of(Strategy.values()).map(Strategy::label).toList();

  private Strategies() {}

  /**
   * The strategy of that name.
   *
   * @throws InvalidInput when there is none
   */
  public static Strategy named(String label) {
    return Strategy.of(label)
        .orElseThrow(
            () ->
                new InvalidInput(
                    "strategy expects one of "
                        + LABELS
                        + ", received '"
                        + label
                        + "'"
                        + Nearest.to(label, LABELS)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse("")));
  }
}
