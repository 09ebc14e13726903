package io.salver.task.generation;

import io.salver.model.ModelId;

/** Hears of generations while they go on; must be quick and not throw. Thread-safe. */
public interface GenerationObserver {

  /** A prompt was read. */
  void read(ModelId model, int tokens);

  /** The first token of a prompt's choices was there, so long after the request came. */
  void began(ModelId model, long nanos);

  /**
   * A step ended.
   *
   * @param tokens that it wrote, one for each text that goes on
   * @param nanos since the step before, without the time that the reader took
   */
  void wrote(ModelId model, int tokens, long nanos);

  /** Nobody who hears. */
  static GenerationObserver none() {
    return new GenerationObserver() {
      @Override
      public void read(ModelId model, int tokens) {}

      @Override
      public void began(ModelId model, long nanos) {}

      @Override
      public void wrote(ModelId model, int tokens, long nanos) {}
    };
  }
}
