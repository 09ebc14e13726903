package io.salver.serving;

import io.salver.batch.RunReport;
import io.salver.batch.RunTimes;
import io.salver.model.ModelId;
import io.salver.serving.ModelStatistics.Span;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what one loaded version does. Thread-safe; its counts are not of one moment. */
final class ModelCounters {

  /** Sizes of runs that are told apart; models with more of them have no statistics by size. */
  private static final int MOST_SIZES = 1024;

  private final ModelId id;
  private final InstantSource clock;
  private final AtomicLong lastMillis = new AtomicLong();
  private final LongAdder rows = new LongAdder();
  private final LongAdder runs = new LongAdder();
  private final SpanAdder success = new SpanAdder();
  private final SpanAdder fail = new SpanAdder();
  private final SpanAdder queue = new SpanAdder();
  private final SpanAdder cacheHit = new SpanAdder();
  private final SpanAdder cacheMiss = new SpanAdder();
  private final Phases phases = new Phases();
  private final Map<Long, Phases> bySize = new ConcurrentSkipListMap<>();

  ModelCounters(ModelId id, InstantSource clock) {
    this.id = id;
    this.clock = clock;
  }

  /** The model ran. */
  void ran(RunReport report) {
    if (!report.succeeded()) {
      return;
    }
    rows.add(report.rows());
    runs.increment();
    phases.add(report.times());
    Phases size = bySize.get(report.rows());
    if (size == null && bySize.size() < MOST_SIZES) {
      size = bySize.computeIfAbsent(report.rows(), absent -> new Phases());
    }
    if (size != null) {
      size.add(report.times());
    }
  }

  /** A request was answered by a run. */
  void answered(long totalNanos, long queueNanos) {
    success.add(totalNanos);
    queue.add(queueNanos);
    lastMillis.set(clock.millis());
  }

  /** A request was answered from the cache. */
  void answeredFromCache(long totalNanos) {
    success.add(totalNanos);
    cacheHit.add(totalNanos);
    lastMillis.set(clock.millis());
  }

  /** The cache could not answer a request; it was looked up and will be kept. */
  void missedCache(long lookupNanos) {
    cacheMiss.add(lookupNanos);
  }

  /** A request was not answered. */
  void failed(long totalNanos) {
    fail.add(totalNanos);
  }

  ModelStatistics snapshot() {
    List<ModelStatistics.Batch> batches =
        bySize.entrySet().stream().map(size -> size.getValue().batch(size.getKey())).toList();
    return new ModelStatistics(
        id,
        lastMillis.get(),
        rows.sum(),
        runs.sum(),
        success.span(),
        fail.span(),
        queue.span(),
        phases.input.span(),
        phases.infer.span(),
        phases.output.span(),
        cacheHit.span(),
        cacheMiss.span(),
        batches);
  }

  private static final class Phases {

    private final SpanAdder input = new SpanAdder();
    private final SpanAdder infer = new SpanAdder();
    private final SpanAdder output = new SpanAdder();

    void add(RunTimes times) {
      input.add(times.joinNanos());
      infer.add(times.computeNanos());
      output.add(times.splitNanos());
    }

    ModelStatistics.Batch batch(long rows) {
      return new ModelStatistics.Batch(rows, input.span(), infer.span(), output.span());
    }
  }

  private static final class SpanAdder {

    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void add(long duration) {
      count.increment();
      nanos.add(duration);
    }

    Span span() {
      return new Span(count.sum(), nanos.sum());
    }
  }
}
