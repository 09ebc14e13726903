package io.salver.monitor.outcome;

import java.time.Instant;
import java.util.List;

/**
 * Where predictions wait for their labels. Several processes may share one: a label may be told to
 * another than the one that predicted. All methods block, and throw {@link
 * io.salver.fault.BackendFailure} when the store fails; what became of changes is then unknown, and
 * all can be told again without harm. Thread-safe.
 */
public interface PredictionStore {

  /** Keeps predictions; of one that is kept already, the first stays. Durable on return. */
  void remember(List<RememberedPrediction> predictions);

  /**
   * Keeps labels as {@link LabelDecision} says of each, in order. Durable on return. Labels are
   * numbered in the order in which they can be read.
   *
   * @param now when they are told
   * @return what became of each
   */
  List<Receipt> label(List<Feedback> labels, Instant now);

  /**
   * Forgets what is too much: predictions that were made before {@code since}, the oldest beyond
   * {@code most}, and labels likewise. Some at a time, so that others wait for little.
   *
   * @return how many predictions that were
   */
  long retain(Instant since, long most);
}
