package io.salver.task.tabular;

import java.util.OptionalDouble;

/**
 * When no answer is better than an unsure one: a person should look at the row.
 *
 * @param below of a class: where its probability is less
 * @param wider of a value: where its interval is wider, in the value's unit
 */
public record Abstain(OptionalDouble below, OptionalDouble wider) {

  /** Never. */
  public static final Abstain NEVER = new Abstain(OptionalDouble.empty(), OptionalDouble.empty());
}
