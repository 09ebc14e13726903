package io.salver.lifecycle;

import io.salver.fault.Fault;
import io.salver.model.ModelId;
import io.salver.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Asks the policy about the versions of one name and acts, until the policy is content: loads,
 * publishes, drains and closes. Thread-safe by the {@link Guard} that it shares with the manager;
 * nothing foreign runs under it.
 */
final class Reconciler<S extends AutoCloseable> {

  private static final Logger LOG = System.getLogger(VersionManager.class.getName());

  private final Guard guard;
  private final TransitionPolicy policy;
  private final Executor loaders;
  private final InstantSource clock;
  private final Ticker ticker;
  private final LifecycleObserver observer;
  private long lives;

  Reconciler(
      Guard guard,
      TransitionPolicy policy,
      Executor loaders,
      InstantSource clock,
      Ticker ticker,
      LifecycleObserver observer) {
    this.guard = guard;
    this.policy = policy;
    this.loaders = loaders;
    this.clock = clock;
    this.ticker = ticker;
    this.observer = observer;
  }

  /** Begins another life, which {@link #settle} takes further; to be called under the lock. */
  Life<S> begin(NamedVersions<S> versions, ModelId id, AspiredVersion<S> wish) {
    var pending = new VersionState.Pending(clock.instant());
    Life<S> life = new Life<>(id, ++lives, wish, pending, drained -> close(versions, drained));
    versions.add(life);
    announce(versions, id);
    return life;
  }

  /** Asks the policy and acts until it is content. */
  void settle(NamedVersions<S> versions) {
    Optional<Runnable> action;
    do {
      action =
          guard.locked(
              () -> policy.next(versions.lifeSnapshots()).map(next -> apply(versions, next)));
      guard.deliver();
      action.ifPresent(Runnable::run);
    } while (action.isPresent());
  }

  /**
   * Enters the state that {@code transition} leads to; what is left to do runs outside the lock.
   */
  private Runnable apply(NamedVersions<S> versions, Transition transition) {
    Life<S> life = versions.life(transition.life());
    return switch (transition) {
      case Transition.Load _ -> {
        enter(versions, life, new VersionState.Loading(clock.instant()));
        yield () -> onLoader(() -> load(versions, life));
      }
      case Transition.Drain _ when life.state() instanceof VersionState.Pending -> {
        enter(versions, life, new VersionState.Unloaded(clock.instant()));
        yield () -> {};
      }
      case Transition.Drain _ -> {
        enter(versions, life, new VersionState.Draining(clock.instant()));
        yield () -> {
          guard.underLock(versions::publishReady);
          life.drain();
        };
      }
    };
  }

  private void load(NamedVersions<S> versions, Life<S> life) {
    long start = ticker.nanos();
    VersionState outcome =
        guard.locked(life::isAspired) ? attempt(life) : new VersionState.Unloaded(clock.instant());
    Duration took = Duration.ofNanos(ticker.nanos() - start);
    guard.underLock(
        () -> {
          if (outcome instanceof VersionState.Failed failed) {
            versions
                .serving(life.id().version())
                .ifPresent(serving -> serving.outlive(life, failed.reason()));
          }
          enter(versions, life, outcome);
          versions.publishReady();
          if (!(outcome instanceof VersionState.Unloaded)) {
            boolean succeeded = outcome instanceof VersionState.Ready;
            guard.afterwards(() -> observer.loaded(life.id(), took, succeeded));
          }
        });
    guard.deliver();
    settle(versions);
  }

  private VersionState attempt(Life<S> life) {
    try {
      life.open(life.source().load());
      LOG.log(Level.INFO, () -> life.id() + " is ready");
      return new VersionState.Ready(clock.instant());
    } catch (Fault fault) {
      LOG.log(Level.ERROR, () -> life.id() + " cannot be loaded: " + fault.explanation());
      return new VersionState.Failed(clock.instant(), fault.explanation());
    } catch (Throwable unexpected) { // a missing native library must not end the loader's thread
      LOG.log(Level.ERROR, () -> life.id() + " cannot be loaded", unexpected);
      return new VersionState.Failed(clock.instant(), unexpected.toString());
    }
  }

  private void close(NamedVersions<S> versions, Life<S> life) {
    onLoader(
        () -> {
          try {
            life.servable().close();
          } catch (Exception failure) {
            LOG.log(Level.ERROR, () -> life.id() + " did not close well", failure);
          }
          guard.underLock(() -> enter(versions, life, new VersionState.Unloaded(clock.instant())));
          guard.deliver();
          settle(versions);
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
  private void enter(NamedVersions<S> versions, Life<S> life, VersionState next) {
    life.enter(next);
    versions.prune(life.id().version());
    announce(versions, life.id());
    if (next.isFinal() || next instanceof VersionState.Ready) {
      conclude(versions, life, next);
    }
  }

  /** Tells those who wait for the life; who waits for one that was superseded waits on. */
  private void conclude(NamedVersions<S> versions, Life<S> life, VersionState state) {
    Optional<Life<S>> successor =
        versions
            .newest(life.id().version())
            .filter(newest -> newest.number() > life.number())
            .filter(_ -> state instanceof VersionState.Unloaded);
    guard.afterwards(
        () -> {
          if (state.isFinal()) {
            life.end().complete(state);
          }
          successor.ifPresentOrElse(life::follow, () -> life.outcome().complete(state));
        });
  }

  private void announce(NamedVersions<S> versions, ModelId id) {
    versions.news(id.version()).ifPresent(news -> guard.afterwards(() -> observer.changed(news)));
  }
}
