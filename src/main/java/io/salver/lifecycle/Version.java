package io.salver.lifecycle;

import io.salver.model.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of one version. {@code state} and {@code aspired} are guarded by the manager's lock;
 * leasing is lock-free: {@code servable} is written before the count opens and never changes.
 */
final class Version<S extends AutoCloseable> {

  private final ModelId id;
  private final ServableSource<S> source;
  private final Consumer<Version<S>> drained;
  private final LeaseCount leases = new LeaseCount();
  private final Set<Lease<S>> holders = ConcurrentHashMap.newKeySet();
  private volatile @Nullable S servable;
  private VersionState state;
  private boolean aspired = true;

  /**
   * A wanted version; {@code drained} hears, once, when the last lease of a draining life ended.
   */
  Version(ModelId id, ServableSource<S> source, VersionState state, Consumer<Version<S>> drained) {
    this.id = id;
    this.source = source;
    this.state = state;
    this.drained = drained;
  }

  ModelId id() {
    return id;
  }

  ServableSource<S> source() {
    return source;
  }

  VersionState state() {
    return state;
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

  VersionSnapshot snapshot() {
    return new VersionSnapshot(id, state, aspired);
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
