package io.salver.lifecycle;

import io.salver.model.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of one version; a reload begins another beside it. {@code state}, {@code aspired},
 * {@code attempted} and {@code reloadFailure} are guarded by the manager's lock; leasing is
 * lock-free: {@code servable} is written before the count opens and never changes.
 */
final class Life<S extends AutoCloseable> {

  private final ModelId id;
  private final long number;
  private final AspiredVersion<S> wish;
  private final Consumer<Life<S>> drained;
  private final LeaseCount leases = new LeaseCount();
  private final Set<Lease<S>> holders = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<VersionState> outcome = new CompletableFuture<>();
  private final CompletableFuture<VersionState> end = new CompletableFuture<>();
  private volatile @Nullable S servable;
  private VersionState state;
  private boolean aspired = true;
  private String attempted;
  private Optional<String> reloadFailure = Optional.empty();

  /**
   * A wanted life.
   *
   * @param number larger than that of any earlier life
   * @param drained hears, once, when the last lease of a draining life ended
   */
  Life(
      ModelId id,
      long number,
      AspiredVersion<S> wish,
      VersionState state,
      Consumer<Life<S>> drained) {
    this.id = id;
    this.number = number;
    this.wish = wish;
    this.state = state;
    this.drained = drained;
    this.attempted = wish.revision();
  }

  ModelId id() {
    return id;
  }

  long number() {
    return number;
  }

  ServableSource<S> source() {
    return wish.source();
  }

  VersionState state() {
    return state;
  }

  boolean isReady() {
    return state instanceof VersionState.Ready;
  }

  void enter(VersionState next) {
    state = next;
  }

  boolean isAspired() {
    return aspired;
  }

  void aspire(boolean wanted) {
    aspired = wanted;
  }

  /** The revision that was last tried to be loaded for this version. */
  String attempted() {
    return attempted;
  }

  /** Why this life goes on although a successor was asked for. */
  Optional<String> reloadFailure() {
    return reloadFailure;
  }

  /** Takes the wish for a successor over, which failed. */
  void outlive(Life<S> successor, String reason) {
    attempted = successor.attempted;
    reloadFailure = Optional.of(reason);
    aspired = aspired || successor.aspired;
    successor.aspired = false;
  }

  LifeSnapshot snapshot() {
    return new LifeSnapshot(id, number, state, aspired);
  }

  /** Completes with {@code Ready}, {@code Failed} or {@code Unloaded}, when that is known. */
  CompletableFuture<VersionState> outcome() {
    return outcome;
  }

  /** Has the outcome be that of {@code successor}. */
  void follow(Life<S> successor) {
    var _ = successor.outcome.thenAccept(outcome::complete);
  }

  /** Completes when this life has ended, with its last state. */
  CompletableFuture<VersionState> end() {
    return end;
  }

  void open(S loaded) {
    servable = loaded;
    leases.open();
  }

  Optional<Lease<S>> tryLease(String holder) {
    if (!leases.tryAcquire()) {
      return Optional.empty();
    }
    Lease<S> lease = new Lease<>(this, servable(), holder);
    holders.add(lease);
    return Optional.of(lease);
  }

  /** Another lease; one is held meanwhile. */
  Lease<S> leaseBesides(String holder) {
    leases.acquireBesides();
    Lease<S> lease = new Lease<>(this, servable(), holder);
    holders.add(lease);
    return lease;
  }

  void release(Lease<S> lease) {
    holders.remove(lease);
    if (leases.release()) {
      drained.accept(this);
    }
  }

  /** Refuses leases from now on. */
  void drain() {
    if (leases.drain()) {
      drained.accept(this);
    }
  }

  S servable() {
    S loaded = servable;
    if (loaded == null) {
      throw new IllegalStateException(id + " is not loaded");
    }
    return loaded;
  }

  /** Who holds leases now, sorted, one entry per lease. */
  List<String> holders() {
    return holders.stream().map(Lease::holder).sorted().toList();
  }
}
