package io.salver.task;

import io.salver.serving.InferenceResponse;
import io.salver.time.Ticker;
import java.util.EnumMap;
import java.util.Map;

/** Adds up where the time of a request goes. Passes from thread to thread with it. */
public final class Stopwatch {

  /** What a task does itself. */
  public enum Part {
    WAIT,
    DECODE,
    PREPROCESS,
    POSTPROCESS
  }

  private final Ticker ticker;
  private final Map<Part, Long> nanosByPart = new EnumMap<>(Part.class);
  private long since;
  private long queueNanos;
  private long runNanos;

  /** Starts now. */
  public Stopwatch(Ticker ticker) {
    this.ticker = ticker;
    this.since = ticker.nanos();
  }

  /** Counts the time since the last call for {@code part}. */
  public void lap(Part part) {
    long now = ticker.nanos();
    nanosByPart.merge(part, now - since, Long::sum);
    since = now;
  }

  /** Counts nothing for the time since the last call, in which there was nothing to do. */
  public void idle() {
    since = ticker.nanos();
  }

  /** Counts a run of the model, and goes on from now. */
  public void ran(InferenceResponse response) {
    queueNanos += response.queueNanos();
    runNanos += response.computeNanos();
    since = ticker.nanos();
  }

  public TaskTimes times() {
    return new TaskTimes(
        nanos(Part.WAIT),
        nanos(Part.DECODE),
        nanos(Part.PREPROCESS),
        queueNanos,
        runNanos,
        nanos(Part.POSTPROCESS));
  }

  private long nanos(Part part) {
    return nanosByPart.getOrDefault(part, 0L);
  }
}
