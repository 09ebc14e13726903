package io.salver.lifecycle;

import static java.util.Objects.requireNonNull;

import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Brings the versions that live into agreement with those that should. What a version is, is opaque
 * here: a {@link ServableSource} makes it, {@link AutoCloseable#close} ends it. {@link
 * VersionState} draws the life of a version; a {@link TransitionPolicy} decides, this class acts.
 *
 * <p>Thread-safe. Rules: one lock guards states and wishes, and orders events; nothing foreign
 * (loading, closing, observers, executors) runs under it. Leasing takes no lock. Loading and
 * closing run on the loaders' threads only. After every change the policy is asked until it is
 * content.
 *
 * @param <S> what is served
 */
public final class VersionManager<S extends AutoCloseable> {

  private static final Logger LOG = System.getLogger(VersionManager.class.getName());

  private final TransitionPolicy policy;
  private final Executor loaders;
  private final InstantSource clock;
  private final Ticker ticker;
  private final LifecycleObserver observer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final OrderedDelivery events = new OrderedDelivery();
  private final SortedMap<String, NamedVersions<S>> names = new ConcurrentSkipListMap<>();

  /** A manager of nothing yet; whoever owns {@code loaders} shuts it down after {@link #stop}. */
  public VersionManager(
      TransitionPolicy policy,
      Executor loaders,
      InstantSource clock,
      Ticker ticker,
      LifecycleObserver observer) {
    this.policy = policy;
    this.loaders = loaders;
    this.clock = clock;
    this.ticker = ticker;
    this.observer = observer;
  }

  /**
   * States the complete set of versions of {@code name} that should live. What is missing from it
   * is drained; what failed or was unloaded is tried again. Returns before anything is loaded.
   */
  public void aspire(String name, Map<Long, ? extends ServableSource<S>> wanted) {
    underLock(
        () -> {
          NamedVersions<S> versions = names.computeIfAbsent(name, NamedVersions::new);
          versions.all().forEach(v -> v.aspire(wanted.containsKey(v.id().version())));
          wanted.forEach((number, source) -> begin(versions, new ModelId(name, number), source));
        });
    settle(name);
  }

  /**
   * Leases the highest ready version.
   *
   * @param holder who takes it, for the report of a drain that does not finish
   * @throws NotFound when there is no such name or none of its versions is ready
   */
  public Lease<S> lease(String name, String holder) {
    return versionsOf(name).lease(holder);
  }

  /**
   * Leases one version.
   *
   * @throws NotFound when there is no such name or version
   * @throws io.salver.fault.NotReady when it is there and not ready
   */
  public Lease<S> lease(ModelId id, String holder) {
    NamedVersions<S> versions = versionsOf(id.name());
    return versions
        .lease(id.version(), holder)
        .orElseThrow(() -> locked(() -> versions.refusal(id.version())));
  }

  /** Every version that is or was, by name and version. */
  public List<VersionSnapshot> snapshot() {
    return locked(() -> names.values().stream().flatMap(v -> v.snapshots().stream()).toList());
  }

  /** The versions of one name, ascending; empty for a name that was never aspired to. */
  public List<VersionSnapshot> snapshot(String name) {
    NamedVersions<S> versions = names.get(name);
    return versions == null ? List.of() : locked(versions::snapshots);
  }

  /** Waits until nothing that is wanted is still to be loaded; false when {@code bound} passed. */
  public boolean awaitSettled(Duration bound) {
    return await(
        bound,
        version ->
            version.isAspired()
                && (version.state() instanceof VersionState.Pending
                    || version.state() instanceof VersionState.Loading));
  }

  /**
   * Drains everything and waits for it, at most {@code bound}. What is still leased then stays
   * open, because closing it under a running request would crash the process.
   *
   * @return the versions that did not end in time
   */
  public List<StuckVersion> stop(Duration bound) {
    names.keySet().forEach(name -> aspire(name, Map.of()));
    if (await(bound, version -> !version.state().isFinal())) {
      return List.of();
    }
    return locked(
        () ->
            names.values().stream()
                .flatMap(versions -> versions.all().stream())
                .filter(version -> !version.state().isFinal())
                .map(version -> new StuckVersion(version.id(), version.holders()))
                .toList());
  }

  private void begin(NamedVersions<S> versions, ModelId id, ServableSource<S> source) {
    Version<S> known = versions.find(id.version());
    if (known == null || known.state().isFinal()) {
      var pending = new VersionState.Pending(clock.instant());
      Version<S> version = new Version<>(id, source, pending, this::unload);
      versions.put(version);
      announce(version);
    }
  }

  /** Asks the policy and acts until it is content. */
  private void settle(String name) {
    NamedVersions<S> versions = versionsOf(name);
    Optional<Runnable> action;
    do {
      action = locked(() -> policy.next(versions.snapshots()).map(next -> apply(versions, next)));
      events.deliver();
      action.ifPresent(Runnable::run);
    } while (action.isPresent());
  }

  /**
   * Enters the state that {@code transition} leads to; what is left to do runs outside the lock.
   */
  private Runnable apply(NamedVersions<S> versions, Transition transition) {
    Version<S> version =
        requireNonNull(versions.find(transition.id().version()), "no such version");
    return switch (transition) {
      case Transition.Load _ -> {
        enter(version, new VersionState.Loading(clock.instant()));
        yield () -> onLoader(() -> load(versions, version));
      }
      case Transition.Drain _ when version.state() instanceof VersionState.Pending -> {
        enter(version, new VersionState.Unloaded(clock.instant()));
        yield () -> {};
      }
      case Transition.Drain _ -> {
        enter(version, new VersionState.Draining(clock.instant()));
        yield () -> {
          underLock(versions::publishReady);
          version.drain();
        };
      }
    };
  }

  private void load(NamedVersions<S> versions, Version<S> version) {
    long start = ticker.nanos();
    VersionState outcome =
        locked(version::isAspired) ? attempt(version) : new VersionState.Unloaded(clock.instant());
    Duration took = Duration.ofNanos(ticker.nanos() - start);
    underLock(
        () -> {
          enter(version, outcome);
          versions.publishReady();
          if (!(outcome instanceof VersionState.Unloaded)) {
            boolean succeeded = outcome instanceof VersionState.Ready;
            events.add(() -> observer.loaded(version.id(), took, succeeded));
          }
        });
    events.deliver();
    settle(version.id().name());
  }

  private VersionState attempt(Version<S> version) {
    try {
      version.open(version.source().load());
      LOG.log(Level.INFO, () -> version.id() + " is ready");
      return new VersionState.Ready(clock.instant());
    } catch (Fault fault) {
      LOG.log(Level.ERROR, () -> version.id() + " cannot serve: " + fault.explanation());
      return new VersionState.Failed(clock.instant(), fault.explanation());
    } catch (Throwable unexpected) { // a missing native library must not end the loader's thread
      LOG.log(Level.ERROR, () -> version.id() + " cannot serve", unexpected);
      return new VersionState.Failed(clock.instant(), unexpected.toString());
    }
  }

  private void unload(Version<S> version) {
    onLoader(
        () -> {
          try {
            version.servable().close();
          } catch (Exception failure) {
            LOG.log(Level.ERROR, () -> version.id() + " did not close well", failure);
          }
          underLock(() -> enter(version, new VersionState.Unloaded(clock.instant())));
          events.deliver();
          settle(version.id().name());
        });
  }

  /** Runs on a loader thread, or here and now when the loaders were shut down too early. */
  private void onLoader(Runnable task) {
    try {
      loaders.execute(task);
    } catch (RejectedExecutionException stopped) {
      task.run();
    }
  }

  /** To be called under the lock. */
  private void enter(Version<S> version, VersionState next) {
    version.enter(next);
    announce(version);
  }

  private void announce(Version<S> version) {
    VersionSnapshot snapshot = version.snapshot();
    events.add(() -> observer.changed(snapshot));
    changed.signalAll();
  }

  private NamedVersions<S> versionsOf(String name) {
    NamedVersions<S> versions = names.get(name);
    if (versions == null) {
      throw new NotFound("there is no model '" + name + "'");
    }
    return versions;
  }

  /** Waits until no version is {@code unfinished}. */
  private boolean await(Duration bound, Predicate<Version<S>> unfinished) {
    long remaining = bound.toNanos();
    lock.lock();
    try {
      while (names.values().stream().flatMap(v -> v.all().stream()).anyMatch(unfinished)) {
        if (remaining <= 0) {
          return false;
        }
        remaining = changed.awaitNanos(remaining);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void underLock(Runnable action) {
    locked(
        () -> {
          action.run();
          return action;
        });
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
