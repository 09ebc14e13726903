package io.salver.monitor.log;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.ObservationConsumer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is observed to a sink, on a thread of its own. Memory is bounded: a record that finds
 * too many waiting is dropped. A batch that the sink does not take is tried again after a rest that
 * doubles, and counts as failed after the last attempt. Thread-safe; whoever makes it closes it,
 * which closes the sink too.
 *
 * <p>Rules: all counts and the queue are guarded by the lock, under which nothing foreign runs. A
 * batch stays in the queue until it is known what became of it, so that {@link Ledger}'s sum holds
 * at every moment.
 */
public final class PredictionLog implements ObservationConsumer, AutoCloseable {

  private static final Logger LOG = System.getLogger(PredictionLog.class.getName());

  private final LogBounds bounds;
  private final double share;
  private final LoggedModels models;
  private final Redaction redaction;
  private final LogSink sink;
  private final Thread writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private final ArrayDeque<Observation> queue = new ArrayDeque<>();

  private long values;
  private long accepted;
  private long written;
  private long dropped;
  private long failed;
  private boolean closing;
  private long closedAt;

  /** Used by the writer only. */
  private boolean isFailing;

  /**
   * Begins.
   *
   * @param share of the requests of models that do not say otherwise
   * @param key of pseudonyms, if there is one
   * @param sink closed by this
   */
  public PredictionLog(
      LogBounds bounds, double share, LoggedModels models, Optional<String> key, LogSink sink) {
    this.bounds = bounds;
    this.share = share;
    this.models = models;
    this.redaction = new Redaction(key);
    this.sink = sink;
    this.writer = Thread.ofPlatform().daemon().name("salver-prediction-log").unstarted(this::run);
    writer.start();
  }

  @Override
  public double share(ModelId model) {
    return models
        .of(model)
        .filter(LogSettings::isEnabled)
        .map(wanted -> wanted.share().orElse(share))
        .orElse(0.0);
  }

  @Override
  public void accept(Observation observation) {
    LogSettings wanted = models.of(observation.model()).orElse(LogSettings.DEFAULT);
    Observation kept = redaction.apply(wanted, observation);
    int size = LogBounds.values(kept);
    lock.lock();
    try {
      accepted++;
      if (closing || queue.size() >= bounds.records() || values + size > bounds.values()) {
        dropped++;
        return;
      }
      queue.add(kept);
      values += size;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What became of all records until now. */
  public Ledger ledger() {
    lock.lock();
    try {
      return new Ledger(accepted, written, dropped, failed, queue.size());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes what waits, for as long as {@link LogBounds#drain} at most; the rest is dropped. Closes
   * the sink.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closing) {
        closing = true;
        closedAt = System.nanoTime();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (sink) {
      for (List<Observation> batch = take(); !batch.isEmpty(); batch = take()) {
        settle(batch, failures(batch));
      }
    } catch (IOException unfinished) {
      LOG.log(Level.ERROR, "the prediction log could not be finished", unfinished);
    } finally {
      dropRest();
    }
  }

  /** The next records, which stay in the queue; none when the log is closed and empty, or late. */
  private List<Observation> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closing) {
        changed.awaitUninterruptibly();
      }
      return isLate() ? List.of() : new ArrayList<>(queue.stream().limit(bounds.batch()).toList());
    } finally {
      lock.unlock();
    }
  }

  /** How many of them the sink did not take, in all attempts. */
  private int failures(List<Observation> batch) {
    Duration rest = bounds.rest();
    for (int attempt = 1; ; attempt++) {
      try {
        int refused = sink.write(batch);
        told(null);
        return refused;
      } catch (IOException | RuntimeException refused) {
        told(refused);
        if (attempt == bounds.attempts() || !rests(rest)) {
          return batch.size();
        }
        rest = rest.multipliedBy(2);
      }
    }
  }

  /** Waits; false when it makes no sense any more. */
  private boolean rests(Duration rest) {
    lock.lock();
    try {
      long left = rest.toNanos();
      while (left > 0 && !closing) {
        left = changed.awaitNanos(left);
      }
      return !isLate();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void settle(List<Observation> batch, int failures) {
    lock.lock();
    try {
      for (int i = 0; i < batch.size(); i++) {
        values -= LogBounds.values(queue.remove());
      }
      written += batch.size() - failures;
      failed += failures;
    } finally {
      lock.unlock();
    }
  }

  private void dropRest() {
    lock.lock();
    try {
      closing = true;
      dropped += queue.size();
      queue.clear();
      values = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Of a sink that fails, the log hears when it begins and when it ends. */
  private void told(@Nullable Exception refused) {
    if (refused != null && !isFailing) {
      LOG.log(
          Level.WARNING,
          () -> "the prediction log cannot be written to " + sink.name() + "; it is tried again",
          refused);
    } else if (refused == null && isFailing) {
      LOG.log(Level.INFO, () -> "the prediction log is written to " + sink.name() + " again");
    }
    isFailing = refused != null;
  }

  private boolean isLate() {
    return closing && System.nanoTime() - closedAt > bounds.drain().toNanos();
  }
}
