package io.salver.lifecycle;

import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brings the versions that live into agreement with those that should. What a version is, is opaque
 * here: a {@link ServableSource} makes it, {@link AutoCloseable#close} ends it. {@link
 * VersionState} draws the life of a version; a {@link TransitionPolicy} decides, {@link Reconciler}
 * acts.
 *
 * <p>A version that is loaded anew has two lives for a while: the one that serves, and its
 * successor. The successor takes over at one moment, between which no request finds neither; a
 * successor that fails leaves the other serving, with the reason.
 *
 * <p>Thread-safe. Rules: one lock guards states and wishes, and orders events; nothing foreign
 * (loading, closing, observers, executors) runs under it. Leasing takes no lock. Loading and
 * closing run on the loaders' threads only. After every change the policy is asked until it is
 * content.
 *
 * @param <S> what is served
 */
public final class VersionManager<S extends AutoCloseable> {

  private final Guard guard = new Guard();
  private final Reconciler<S> reconciler;
  private final SortedMap<String, NamedVersions<S>> names = new ConcurrentSkipListMap<>();

  /** A manager of nothing yet; whoever owns {@code loaders} shuts it down after {@link #stop}. */
  public VersionManager(
      TransitionPolicy policy,
      Executor loaders,
      InstantSource clock,
      Ticker ticker,
      LifecycleObserver observer) {
    this.reconciler = new Reconciler<>(guard, policy, loaders, clock, ticker, observer);
  }

  /**
   * States the complete set of versions of {@code name} that should live. What is missing from it
   * is drained; what was unloaded is loaded again. Returns before anything is loaded.
   *
   * @param renewal which of those that are there are loaded anew
   * @return by version, completes when each is ready or has failed, with its state then; a version
   *     that was asked for once more meanwhile, with the state of the later attempt. It completes
   *     while events are delivered: continue elsewhere if there is much to do.
   */
  public CompletionStage<SortedMap<Long, VersionState>> aspire(
      String name, Map<Long, AspiredVersion<S>> wanted, Renewal renewal) {
    NamedVersions<S> versions = names.computeIfAbsent(name, NamedVersions::new);
    SortedMap<Long, CompletableFuture<VersionState>> outcomes = new TreeMap<>();
    guard.underLock(
        () -> {
          versions.lives().forEach(life -> life.aspire(false));
          wanted.forEach(
              (version, wish) -> {
                Life<S> life = choose(versions, new ModelId(name, version), wish, renewal);
                life.aspire(true);
                outcomes.put(version, life.outcome());
              });
          versions.publishReady();
        });
    reconciler.settle(versions);
    return joined(outcomes);
  }

  /**
   * Drains all versions of {@code name}.
   *
   * @return completes when all are closed, as {@link #aspire} does
   */
  public CompletionStage<?> retire(String name) {
    NamedVersions<S> versions = versionsOf(name);
    List<Life<S>> ending =
        guard.locked(
            () -> {
              List<Life<S>> alive =
                  versions.lives().stream().filter(VersionManager::isAlive).toList();
              versions.lives().forEach(life -> life.aspire(false));
              return alive;
            });
    reconciler.settle(versions);
    return CompletableFuture.allOf(
        ending.stream().map(Life::end).toArray(CompletableFuture<?>[]::new));
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
        .orElseThrow(() -> guard.locked(() -> versions.refusal(id.version())));
  }

  /** The names that were aspired to, whether or not any version of them was. */
  public Set<String> names() {
    return Set.copyOf(names.keySet());
  }

  /** Every version that is or was, by name and version. */
  public List<VersionSnapshot> snapshot() {
    return guard.locked(
        () -> names.values().stream().flatMap(v -> v.snapshots().stream()).toList());
  }

  /** The versions of one name, ascending; empty for a name that was never aspired to. */
  public List<VersionSnapshot> snapshot(String name) {
    NamedVersions<S> versions = names.get(name);
    return versions == null ? List.of() : guard.locked(versions::snapshots);
  }

  /** Waits until nothing that is wanted is still to be loaded; false when {@code bound} passed. */
  public boolean awaitSettled(Duration bound) {
    return guard.await(
        bound,
        () ->
            lives()
                .noneMatch(
                    life ->
                        life.isAspired()
                            && (life.state() instanceof VersionState.Pending
                                || life.state() instanceof VersionState.Loading)));
  }

  /**
   * Drains everything and waits for it, at most {@code bound}. What is still leased then stays
   * open, because closing it under a running request would crash the process.
   *
   * @return the versions that did not end in time
   */
  public List<StuckVersion> stop(Duration bound) {
    List.copyOf(names.keySet()).forEach(this::retire);
    Predicate<Life<S>> alive = VersionManager::isAlive;
    if (guard.await(bound, () -> lives().noneMatch(alive))) {
      return List.of();
    }
    return guard.locked(
        () ->
            lives()
                .filter(alive)
                .map(life -> new StuckVersion(life.id(), life.holders()))
                .toList());
  }

  private Life<S> choose(
      NamedVersions<S> versions, ModelId id, AspiredVersion<S> wish, Renewal renewal) {
    return versions
        .newest(id.version())
        .filter(newest -> isKept(newest, wish, renewal))
        .orElseGet(() -> reconciler.begin(versions, id, wish));
  }

  private static boolean isKept(Life<?> newest, AspiredVersion<?> wish, Renewal renewal) {
    return switch (renewal) {
      case CHANGED -> isCurrent(newest, wish);
      case CHANGED_OR_FAILED -> isCurrent(newest, wish) && !hasFailed(newest);
      case ALL -> false;
    };
  }

  private static boolean hasFailed(Life<?> life) {
    return life.state() instanceof VersionState.Failed || life.reloadFailure().isPresent();
  }

  /** Whether that life is, or failed to be, what is wished for. */
  private static boolean isCurrent(Life<?> life, AspiredVersion<?> wish) {
    return switch (life.state()) {
      case VersionState.Draining _, VersionState.Unloaded _ -> false;
      case VersionState.Pending _,
          VersionState.Loading _,
          VersionState.Ready _,
          VersionState.Failed _ ->
          life.attempted().equals(wish.revision());
    };
  }

  private static boolean isAlive(Life<?> life) {
    return !life.state().isFinal();
  }

  private Stream<Life<S>> lives() {
    return names.values().stream().flatMap(versions -> versions.lives().stream());
  }

  private NamedVersions<S> versionsOf(String name) {
    NamedVersions<S> versions = names.get(name);
    if (versions == null) {
      throw new NotFound("there is no model '" + name + "'");
    }
    return versions;
  }

  private static CompletionStage<SortedMap<Long, VersionState>> joined(
      SortedMap<Long, CompletableFuture<VersionState>> outcomes) {
    return CompletableFuture.allOf(outcomes.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            _ -> {
              SortedMap<Long, VersionState> states = new TreeMap<>();
              outcomes.forEach((version, outcome) -> states.put(version, outcome.join()));
              return states;
            });
  }
}
