package io.salver.monitor.outcome;

import java.time.Instant;
import java.util.List;

/**
 * The labels in the order in which they were told, for whoever follows them. Blocks, and throws
 * {@link io.salver.fault.BackendFailure} when the store fails. Thread-safe.
 */
public interface LabelLog {

  /** The number of the last label that was told before {@code instant}; 0 when there is none. */
  long lastBefore(Instant instant);

  /**
   * Labels after that number, by number, with their predictions; those whose prediction is
   * forgotten are left out.
   *
   * @param limit most labels of the page
   */
  Page after(long sequence, int limit);

  /**
   * Some of the log.
   *
   * @param labels in order
   * @param last the number up to which the log was read
   * @param isLast whether nothing followed
   */
  record Page(List<LabelledPrediction> labels, long last, boolean isLast) {

    /** Copies the list. */
    public Page {
      labels = List.copyOf(labels);
    }
  }
}
