package io.salver.task.tabular;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How answers are to be explained.
 *
 * @param budget most rows that the model may run for one row's explanation; absent: the usual one
 * @param seed of what is drawn; the same seed gives the same explanation
 * @param label the class that is explained; absent: the one that the row is answered with
 */
public record Explain(Method method, OptionalInt budget, long seed, Optional<String> label) {

  /** Where attributions come from. */
  public enum Method {
    /** An output of the model itself, such as the masks of TabNet. */
    MODEL,
    /** Shapley values by sampling (Štrumbelj and Kononenko 2014). */
    SHAPLEY,
    /** How much the answer changes when one feature is exchanged. */
    PERMUTATION
  }
}
