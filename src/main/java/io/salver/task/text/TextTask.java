package io.salver.task.text;

import io.salver.fault.InvalidInput;
import io.salver.task.TaskName;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What is asked of a text; what is absent is as the model says. */
public sealed interface TextTask {

  /** The task that a model must have. */
  TaskName name();

  /**
   * Checks that what is asked can be answered.
   *
   * @throws InvalidInput that names what was asked and what is possible
   */
  default void check() {
    switch (this) {
      case Classify classify -> {
        if (classify.topK().isPresent() && classify.topK().getAsInt() < 1) {
          throw new InvalidInput(
              "top_k is %d; at least 1 is expected".formatted(classify.topK().getAsInt()));
        }
        portion("threshold", classify.threshold());
      }
      case Tag tag -> portion("min_score", tag.minScore());
      case Embed _ -> {}
    }
  }

  /**
   * The classes that fit best.
   *
   * @param topK how many
   * @param threshold the least score of a class, 0 to 1, of a model whose classes do not exclude
   *     one another
   */
  record Classify(OptionalInt topK, OptionalDouble threshold) implements TextTask {
    @Override
    public TaskName name() {
      return TaskName.TEXT_CLASSIFICATION;
    }
  }

  /**
   * The entities, or slots, in it.
   *
   * @param minScore the least score of an entity, 0 to 1; absent: all
   */
  record Tag(OptionalDouble minScore) implements TextTask {
    @Override
    public TaskName name() {
      return TaskName.TOKEN_CLASSIFICATION;
    }
  }

  /** A vector that stands for it. */
  record Embed() implements TextTask {
    @Override
    public TaskName name() {
      return TaskName.TEXT_EMBEDDING;
    }
  }

  private static void portion(String name, OptionalDouble asked) {
    if (asked.isPresent() && !(asked.getAsDouble() >= 0 && asked.getAsDouble() <= 1)) {
      throw new InvalidInput("%s is %s; 0 to 1 is expected".formatted(name, asked.getAsDouble()));
    }
  }
}
