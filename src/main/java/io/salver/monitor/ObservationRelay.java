package io.salver.monitor;

import io.salver.model.ModelId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands what was observed from the path of requests to those who want it, on one thread, {@code
 * salver-monitor}. Between them lies a bounded ring: an observation that finds it full is dropped
 * and counted, and nobody waits. Thread-safe; whoever makes it closes it.
 *
 * <p>Rules: what was offered was taken, was dropped, or waits, and nothing twice. The thread sleeps
 * while the ring is empty, is woken by the first that comes, and then rests for a moment between
 * two looks, so that at any rate of requests one of them in so long pays for waking it; when half
 * of the ring is taken it is woken at once. Who throws is counted, and told of once for each kind
 * of failure; the others and the next observation go on.
 */
public final class ObservationRelay implements PredictionObserver, AutoCloseable {

  private static final Logger LOG = System.getLogger(ObservationRelay.class.getName());
  private static final Duration REST = Duration.ofMillis(5);

  /** Most kinds of failures that are told apart. */
  private static final int MOST_KINDS = 100;

  private enum Sleep {
    AWAKE,
    RESTING,
    ASLEEP
  }

  private final ObservationRing ring;
  private final List<ObservationConsumer> consumers;
  private final Thread thread;
  private final ConcurrentMap<ModelId, LongAdder> dropped = new ConcurrentHashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private volatile Sleep sleep = Sleep.AWAKE;
  private volatile boolean closed;

  /** Used by the thread only. */
  private final Set<String> told = new HashSet<>();

  /**
   * Begins.
   *
   * @param capacity most observations that wait, rounded up to a power of two
   */
  public ObservationRelay(int capacity, List<ObservationConsumer> consumers) {
    this.ring = new ObservationRing(capacity);
    this.consumers = List.copyOf(consumers);
    this.thread = Thread.ofPlatform().daemon().name("salver-monitor").unstarted(this::relay);
    thread.start();
  }

  @Override
  public boolean observes(ModelId model, String request) {
    double share = 0;
    for (ObservationConsumer consumer : consumers) {
      share = Math.max(share, consumer.share(model));
    }
    return share > 0 && Sampling.includes(request, share);
  }

  @Override
  public void predicted(Observation observation) {
    if (closed || !ring.offer(observation)) {
      dropped.computeIfAbsent(observation.model(), _ -> new LongAdder()).increment();
      return;
    }
    switch (sleep) {
      case AWAKE -> {}
      case RESTING -> {
        if (ring.size() > ring.capacity() / 2) {
          wake();
        }
      }
      case ASLEEP -> wake();
    }
  }

  /** Of those who see that it sleeps, some more than one may wake it, which does no harm. */
  private void wake() {
    sleep = Sleep.AWAKE;
    LockSupport.unpark(thread);
  }

  /** Observations that were not looked at, because too many waited. */
  public long dropped() {
    return dropped.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Those of one version. */
  public long dropped(ModelId model) {
    LongAdder ofModel = dropped.get(model);
    return ofModel == null ? 0 : ofModel.sum();
  }

  /** Observations that were handed on. */
  public long taken() {
    return ring.taken();
  }

  /** Observations that wait. */
  public int waiting() {
    return ring.size();
  }

  /** How often a consumer failed to take one. */
  public long failures() {
    return failures.get();
  }

  /** Hands on what waits, then ends; what comes later is dropped. Waits for that. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void relay() {
    while (!closed) {
      if (drain()) {
        sleep = Sleep.RESTING;
        rest();
      } else {
        sleep = Sleep.ASLEEP; // before looking, so that nobody's observation is overlooked
        if (ring.size() == 0 && !closed) {
          LockSupport.park(this);
        }
      }
      sleep = Sleep.AWAKE;
    }
    while (ring.size() > 0) { // one that is being written now is waited for
      drain();
      Thread.onSpinWait();
    }
  }

  private void rest() {
    if (!closed) {
      LockSupport.parkNanos(this, REST.toNanos());
    }
  }

  /** Hands on all that is there; whether there was any. */
  private boolean drain() {
    boolean found = false;
    for (Optional<Observation> next = ring.poll(); next.isPresent(); next = ring.poll()) {
      found = true;
      hand(next.get());
    }
    return found;
  }

  private void hand(Observation observation) {
    for (ObservationConsumer consumer : consumers) {
      try {
        if (Sampling.includes(observation.id().request(), consumer.share(observation.model()))) {
          consumer.accept(observation);
        }
      } catch (RuntimeException | Error failure) {
        failed(consumer, failure);
      }
    }
  }

  private void failed(ObservationConsumer consumer, Throwable failure) {
    failures.incrementAndGet();
    String who = consumer.getClass().getName();
    if (told.size() < MOST_KINDS && told.add(who + failure.getClass().getName())) {
      LOG.log(Level.ERROR, () -> who + " failed to take an observation", failure);
    }
  }
}
