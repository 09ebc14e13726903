package io.salver.rollout;

import io.salver.fault.BackendFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes revisions of rollouts into the store, each with the event that tells of it, and tells this
 * replica of what it has written. Every method blocks. Thread-safe.
 */
final class RolloutRevisions {

  private static final int ATTEMPTS = 10;

  private final RolloutStore store;
  private final ArmReports reports;
  private final RolloutDirectory directory;
  private final RolloutObserver observer;
  private final InstantSource clock;

  RolloutRevisions(
      RolloutStore store,
      ArmReports reports,
      RolloutDirectory directory,
      RolloutObserver observer,
      InstantSource clock) {
    this.store = store;
    this.reports = reports;
    this.directory = directory;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Who did it, what and why.
   *
   * @param kind as {@code begin}, {@code advance}, {@code promote}, {@code roll-back}
   */
  record Cause(String actor, String kind, String reason, List<Finding> findings) {

    /** One without evidence. */
    Cause(String actor, String kind, String reason) {
      this(actor, kind, reason, List.of());
    }
  }

  /**
   * Attempts a change until it is written.
   *
   * @param change reads the store and writes to it; empty when another replica was faster
   * @throws BackendFailure when others always are
   */
  static <T> T attempt(String rollout, Supplier<Optional<T>> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<T> done = change.get();
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw new BackendFailure(
        "rollout '%s' was changed by others %d times in a row".formatted(rollout, ATTEMPTS));
  }

  /**
   * Writes a rollout that goes on, if it is the next revision.
   *
   * @return empty when another replica was faster
   */
  Optional<Rollout> write(Rollout next, Cause cause) {
    RolloutEvent event = event(next, next.revision(), cause);
    if (!store.write(next, event)) {
      return Optional.empty();
    }
    tell(next, event);
    return Optional.of(next);
  }

  /** Writes a rollout that begins, anew perhaps: what was seen of an earlier life is forgotten. */
  Optional<Rollout> begin(Rollout next, Cause cause) {
    RolloutEvent event = event(next, next.revision(), cause);
    if (!store.write(next, event)) {
      return Optional.empty();
    }
    reports.forget(next.name());
    tell(next, event);
    return Optional.of(next);
  }

  /** Removes a rollout and what was seen of it, if that is still its revision. */
  Optional<Rollout> remove(Rollout rollout, Cause cause) {
    RolloutEvent event = event(rollout, rollout.revision() + 1, cause);
    if (!store.remove(rollout.name(), rollout.revision(), event)) {
      return Optional.empty();
    }
    reports.forget(rollout.name());
    tell(rollout, event);
    return Optional.of(rollout);
  }

  private RolloutEvent event(Rollout rollout, long revision, Cause cause) {
    return new RolloutEvent(
        rollout.name(),
        revision,
        clock.instant(),
        cause.actor(),
        cause.kind(),
        cause.reason(),
        cause.findings());
  }

  private void tell(Rollout rollout, RolloutEvent event) {
    observer.happened(rollout, event);
    try {
      directory.refresh();
    } catch (BackendFailure later) {
      // what was ordered is done; the next refresh tells this replica
    }
  }
}
