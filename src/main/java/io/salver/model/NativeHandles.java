package io.salver.model;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the native handles that backends hold open, by kind. A count that rises while nothing is
 * loaded, or is not zero once everything is closed, is a leak. Thread-safe.
 */
public final class NativeHandles {

  /** What a handle stands for. */
  public enum Kind {
    /** A loaded model: an ONNX Runtime session, a TorchScript module. */
    SESSION,
    /** A tensor of a run; none is open between runs. */
    TENSOR,
    /** An index over vectors. */
    INDEX,
    /** A tokenizer. */
    TOKENIZER
  }

  private final LongAdder sessions = new LongAdder();
  private final LongAdder tensors = new LongAdder();
  private final LongAdder indexes = new LongAdder();
  private final LongAdder tokenizers = new LongAdder();

  /** Notes that one handle was opened. */
  public void opened(Kind kind) {
    counter(kind).increment();
  }

  /** Notes that one handle was closed. */
  public void closed(Kind kind) {
    counter(kind).decrement();
  }

  /** How many are open now. */
  public long open(Kind kind) {
    return counter(kind).sum();
  }

  private LongAdder counter(Kind kind) {
    return switch (kind) {
      case SESSION -> sessions;
      case TENSOR -> tensors;
      case INDEX -> indexes;
      case TOKENIZER -> tokenizers;
    };
  }
}
