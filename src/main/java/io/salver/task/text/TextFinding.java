package io.salver.task.text;

import io.salver.task.ClassScore;
import java.util.List;
import java.util.Optional;

/** What was found in a text. */
public sealed interface TextFinding {

  /**
   * Classes, the best first.
   *
   * @param best the best of classes that exclude one another; all that pass the threshold of those
   *     that do not, perhaps none
   * @param scope whether the text is about anything the model knows, of a model that tells
   */
  record Classes(List<ClassScore> best, Optional<Scope> scope) implements TextFinding {
    /** Copies the list. */
    public Classes {
      best = List.copyOf(best);
    }
  }

  /** How it is told that a text is about nothing the model knows. */
  enum ScopeMeasure {
    /** The largest probability of a class is below the threshold. */
    PROBABILITY,
    /**
     * The energy, -log Σ exp(logit), is above the threshold (Liu et al. 2020, "Energy-based
     * Out-of-distribution Detection").
     */
    ENERGY,
    /** A class of its own wins, or its probability reaches the threshold. */
    LABEL
  }

  /**
   * Whether a text is about anything the model knows.
   *
   * @param value what was measured
   * @param threshold to which it was compared
   */
  record Scope(boolean inside, ScopeMeasure measure, double value, double threshold) {}

  /**
   * Parts of the text, in its order.
   *
   * @param whole what the text as a whole is, of a model that tells
   */
  record Entities(List<Entity> entities, Optional<Classes> whole) implements TextFinding {
    /** Copies the list. */
    public Entities {
      entities = List.copyOf(entities);
    }
  }

  /**
   * A part of a text that means something.
   *
   * @param type what, as the labels say without their {@code B-} and {@code I-}
   * @param text the part
   * @param start its first character, in UTF-16 units of the caller's string
   * @param end the character after its last, likewise
   * @param score the mean probability of the labels of its words
   */
  record Entity(String type, String text, int start, int end, double score) {}

  /** A vector; not copied, not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Embedding(float[] vector) implements TextFinding {}
}
