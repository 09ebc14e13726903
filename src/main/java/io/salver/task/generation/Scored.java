package io.salver.task.generation;

import io.salver.task.generation.TokenScore.Alternative;
import java.util.List;
import java.util.OptionalDouble;

/** How probable a token was, before anything is known of its text. */
record Scored(OptionalDouble logProbability, List<Alternative> top) {

  /** Of a token of which nothing was asked, or that nothing foretells. */
  static final Scored UNKNOWN = new Scored(OptionalDouble.empty(), List.of());
}
