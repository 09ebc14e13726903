package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.ObservationConsumer;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample.Named;
import io.salver.monitor.outcome.OutcomeObserver.Fate;
import io.salver.time.Ticker;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has predictions remembered, many at a time and off the path of requests. What is observed waits
 * until somebody calls {@link #flush}; at most so much waits, and of what comes in a second at most
 * so many are taken, so that a store that is slow or away costs neither memory nor requests. What
 * is not taken is counted. Thread-safe: {@code waiting} is guarded by its lock, and {@code writing}
 * keeps the order of two that flush.
 *
 * <p>While the store fails, what waits stays, and is written when it works again. The sum holds:
 * what was taken is remembered or waits.
 */
public final class PredictionMemory implements ObservationConsumer {

  /** Most predictions that one transaction writes. */
  static final int BATCH = 1_000;

  /** For how many seconds what the rate leaves over is saved. */
  private static final double BURST = 20;

  private final PredictionStore store;
  private final LiveOutcomeSettings settings;
  private final OutcomeObserver observer;
  private final RateLimit rate;
  private final long capacity;
  private final ReentrantLock writing = new ReentrantLock();
  private final ArrayDeque<RememberedPrediction> waiting = new ArrayDeque<>();
  private long weight;

  /**
   * Remembers nothing yet.
   *
   * @param perSecond most predictions that are taken in a second, over a while
   * @param capacity most that wait: predictions, and each class of one, count one
   */
  public PredictionMemory(
      PredictionStore store,
      LiveOutcomeSettings settings,
      OutcomeObserver observer,
      int perSecond,
      long capacity,
      Ticker ticker) {
    this.store = store;
    this.settings = settings;
    this.observer = observer;
    this.rate = new RateLimit(perSecond, BURST, ticker);
    this.capacity = capacity;
  }

  @Override
  public double share(ModelId model) {
    return settings.of(model).map(OutcomeSettings::share).orElse(0.0);
  }

  @Override
  public void accept(Observation observation) {
    Optional<Predicted> predicted = observation.predicted();
    if (predicted.isEmpty()) {
      return;
    }
    if (!rate.take()) {
      observer.predictions(Fate.LIMITED, 1);
      return;
    }
    RememberedPrediction prediction =
        new RememberedPrediction(
            observation.id(),
            observation.model(),
            observation.at(),
            predicted.get(),
            slices(observation));
    if (!offer(prediction)) {
      observer.predictions(Fate.DROPPED, 1);
    }
  }

  /** How many predictions wait. */
  public int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  /**
   * Writes what waits, blocking.
   *
   * @throws io.salver.fault.BackendFailure when the store fails; the rest waits on
   */
  public void flush() {
    writing.lock();
    try {
      for (List<RememberedPrediction> batch = first(); !batch.isEmpty(); batch = first()) {
        store.remember(batch);
        remove(batch);
        observer.predictions(Fate.REMEMBERED, batch.size());
      }
    } finally {
      writing.unlock();
    }
  }

  private boolean offer(RememberedPrediction prediction) {
    synchronized (waiting) {
      long more = weight(prediction);
      if (weight + more > capacity) {
        return false;
      }
      weight += more;
      waiting.add(prediction);
      return true;
    }
  }

  private List<RememberedPrediction> first() {
    synchronized (waiting) {
      return waiting.stream().limit(BATCH).toList();
    }
  }

  private void remove(List<RememberedPrediction> batch) {
    synchronized (waiting) {
      for (int i = 0; i < batch.size(); i++) {
        weight -= weight(waiting.remove());
      }
    }
  }

  private static long weight(RememberedPrediction prediction) {
    return switch (prediction.predicted()) {
      case Predicted.Classes classes -> 1L + classes.classes().size();
      case Predicted.Value _ -> 1;
    };
  }

  /** The group of each feature that groups; of one that comes several times, its first value's. */
  private Map<String, String> slices(Observation observation) {
    List<SliceSettings> wanted =
        settings.of(observation.model()).map(OutcomeSettings::slices).orElse(List.of());
    Map<String, String> slices = new LinkedHashMap<>();
    for (SliceSettings slice : wanted) {
      slices.put(slice.feature(), slice.group(value(observation, slice.feature())));
    }
    return slices;
  }

  private static FeatureValue value(Observation observation, String feature) {
    return observation.sample().features().stream()
        .filter(each -> each.name().equals(feature))
        .map(Named::value)
        .findFirst()
        .orElse(FeatureValue.MISSING);
  }
}
