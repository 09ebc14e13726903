package io.salver.lifecycle;

import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All versions of one name. The map is guarded by the manager's lock; {@code ready} is replaced
 * under it and read without it, so that leasing takes no lock.
 */
final class NamedVersions<S extends AutoCloseable> {

  private final String name;
  private final SequencedMap<Long, Version<S>> versions = new TreeMap<>();
  private volatile List<Version<S>> ready = List.of();

  NamedVersions(String name) {
    this.name = name;
  }

  @Nullable Version<S> find(long version) {
    return versions.get(version);
  }

  void put(Version<S> version) {
    versions.put(version.id().version(), version);
  }

  Collection<Version<S>> all() {
    return versions.values();
  }

  List<VersionSnapshot> snapshots() {
    return versions.values().stream().map(Version::snapshot).toList();
  }

  /** Lets {@link #lease} find the versions that are ready now, the highest first. */
  void publishReady() {
    ready =
        versions.reversed().values().stream()
            .filter(version -> version.state() instanceof VersionState.Ready)
            .toList();
  }

  /** Leases the highest ready version. */
  Lease<S> lease(String holder) {
    for (Version<S> version : ready) {
      Optional<Lease<S>> lease = version.tryLease(holder);
      if (lease.isPresent()) {
        return lease.get();
      }
    }
    throw new NotFound("no version of model '" + name + "' is ready");
  }

  /** Leases that version if it is ready; absent when it is not, or does not exist. */
  Optional<Lease<S>> lease(long number, String holder) {
    for (Version<S> version : ready) {
      if (version.id().version() == number) {
        return version.tryLease(holder);
      }
    }
    return Optional.empty();
  }

  /** Why that version could not be leased. */
  RuntimeException refusal(long number) {
    Version<S> version = versions.get(number);
    if (version == null) {
      return new NotFound(
          "model '" + name + "' has no version " + number + "; it has " + versions.keySet());
    }
    String state = version.state().getClass().getSimpleName();
    return new NotReady("version " + number + " of model '" + name + "' is not ready: " + state);
  }
}
