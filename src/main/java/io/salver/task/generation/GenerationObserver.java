package io.salver.task.generation;

import io.salver.model.ModelId;

/** Hears of generations while they go on; must be quick and not throw. Thread-safe. */
public interface GenerationObserver {

  /** A prompt of so many tokens was read. */
  void read(ModelId model, int tokens);

  /** So many tokens were written. */
  void wrote(ModelId model, int tokens);

  /** The first token of an answer was there, so long after the request came. */
  void began(ModelId model, long nanos);

  /** A further token was there, so long after the one before, without the time of the reader. */
  void stepped(ModelId model, long nanos);
}
