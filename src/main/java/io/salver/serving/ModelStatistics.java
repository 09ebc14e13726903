package io.salver.serving;

import io.salver.model.ModelId;
import java.util.List;

/**
 * What one loaded version has done since it was loaded (V2, statistics extension). Immutable.
 *
 * @param lastInferenceMillis when the last request was answered, milliseconds since 1970; 0 for
 *     never
 * @param inferenceCount batch items in the runs
 * @param executionCount runs of the model
 * @param success requests that were answered, from arrival to answer
 * @param fail requests that were not
 * @param queue waits for a run, of the requests that were answered
 * @param computeInput times to join inputs
 * @param computeInfer times of the runs
 * @param computeOutput times to split outputs
 * @param cacheHit answers that came out of the cache
 * @param cacheMiss requests that the cache could not answer
 * @param batches the runs by their size, ascending
 */
public record ModelStatistics(
    ModelId model,
    long lastInferenceMillis,
    long inferenceCount,
    long executionCount,
    Span success,
    Span fail,
    Span queue,
    Span computeInput,
    Span computeInfer,
    Span computeOutput,
    Span cacheHit,
    Span cacheMiss,
    List<Batch> batches) {

  /** Copies the list. */
  public ModelStatistics {
    batches = List.copyOf(batches);
  }

  /** How often something happened, and how long it took in all. */
  public record Span(long count, long nanos) {

    /** It never happened. */
    public static final Span NONE = new Span(0, 0);
  }

  /** The runs of one size. */
  public record Batch(long rows, Span computeInput, Span computeInfer, Span computeOutput) {}
}
