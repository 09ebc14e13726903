package io.salver.task.tabular;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much each feature speaks for an answer. Immutable.
 *
 * @param label the class whose probability is explained; absent: the value is
 * @param explained that probability or value, of this row
 * @param baseline its mean over the background rows, where the method compares with these
 * @param attributions one for each feature, in the order of the schema. Shapley values sum to
 *     {@code explained - baseline}.
 * @param modelRows how many rows the model ran for it
 */
public record Explanation(
    Explain.Method method,
    Optional<String> label,
    double explained,
    OptionalDouble baseline,
    List<Attribution> attributions,
    int modelRows) {

  /** Copies the list. */
  public Explanation {
    attributions = List.copyOf(attributions);
  }

  /**
   * One feature's part.
   *
   * @param value in the unit of what is explained; of a model's own output, as it gives it
   * @param standardError of a value that was estimated by sampling
   */
  public record Attribution(String feature, double value, OptionalDouble standardError) {}
}
