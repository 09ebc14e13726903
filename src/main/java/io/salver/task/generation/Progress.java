package io.salver.task.generation;

import io.salver.model.ModelId;
import io.salver.time.Ticker;

/** Counts the tokens of a request and times its steps, and tells the observer. Confined to it. */
final class Progress {

  private final GenerationObserver observer;
  private final Ticker ticker;
  private final ModelId model;
  private long since;
  private boolean begun;
  private int promptTokens;
  private int completionTokens;

  /** Begins at {@code arrival}, when the request came. */
  Progress(GenerationObserver observer, Ticker ticker, ModelId model, long arrival) {
    this.observer = observer;
    this.ticker = ticker;
    this.model = model;
    this.since = arrival;
  }

  /** A prompt was read. */
  void read(int tokens) {
    promptTokens += tokens;
    observer.read(model, tokens);
    if (begun) {
      since = ticker.nanos();
    }
  }

  /** A step gave each text that goes on another token. */
  void stepped(int tokens) {
    long now = ticker.nanos();
    if (begun) {
      observer.stepped(model, now - since);
    } else {
      begun = true;
      observer.began(model, now - since);
    }
    since = now;
    wrote(tokens);
  }

  /** Tokens were written. */
  void wrote(int tokens) {
    completionTokens += tokens;
    observer.wrote(model, tokens);
  }

  /** The time since the last step was somebody else's. */
  void waited() {
    since = ticker.nanos();
  }

  Usage usage() {
    return new Usage(promptTokens, completionTokens);
  }
}
