package io.salver.lifecycle;

import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.model.ModelId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * All lives of all versions of one name. The lives are guarded by the manager's lock; {@code ready}
 * is replaced under it and read without it, so that leasing takes no lock.
 *
 * <p>A life is in {@code ready} before its predecessor leaves it, and leaves it before it refuses
 * leases. So whoever is refused finds another list, and in it the successor, if there is one.
 */
final class NamedVersions<S extends AutoCloseable> {

  private static final Comparator<Life<?>> OLDEST_FIRST =
      Comparator.<Life<?>>comparingLong(life -> life.id().version())
          .thenComparingLong(Life::number);

  private final String name;
  private final List<Life<S>> lives = new ArrayList<>();
  private final Map<Long, Announced> announced = new HashMap<>();
  private volatile List<Life<S>> ready = List.of();

  private record Announced(long life, VersionSnapshot snapshot) {}

  NamedVersions(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(Life<S> life) {
    lives.add(life);
    lives.sort(OLDEST_FIRST);
  }

  List<Life<S>> lives() {
    return List.copyOf(lives);
  }

  Life<S> life(long number) {
    return lives.stream().filter(life -> life.number() == number).findFirst().orElseThrow();
  }

  /** The last life of a version. */
  Optional<Life<S>> newest(long version) {
    return livesOf(version).reversed().stream().findFirst();
  }

  /** The life that answers for a version. */
  Optional<Life<S>> serving(long version) {
    return livesOf(version).reversed().stream().filter(Life::isReady).findFirst();
  }

  /** Forgets the lives of a version that have ended, except the last one where it is needed. */
  void prune(long version) {
    List<Life<S>> of = livesOf(version);
    boolean serves = of.stream().anyMatch(Life::isReady);
    of.stream()
        .filter(life -> life.state().isFinal() && (serves || life != of.getLast()))
        .forEach(lives::remove);
  }

  List<LifeSnapshot> lifeSnapshots() {
    return lives.stream().map(Life::snapshot).toList();
  }

  List<VersionSnapshot> snapshots() {
    return versions().stream().map(version -> snapshot(face(version))).toList();
  }

  /** What a version looks like, if that has changed since this was last asked. */
  Optional<VersionSnapshot> news(long version) {
    Life<S> face = face(version);
    Announced now = new Announced(face.number(), snapshot(face));
    return now.equals(announced.put(version, now)) ? Optional.empty() : Optional.of(now.snapshot());
  }

  /**
   * Lets {@link #lease} find the lives that are ready now: those that are wanted before those that
   * are about to drain, and among them the highest version first. So from the moment at which a
   * wanted one is ready, nobody gets one that is not.
   */
  void publishReady() {
    ready =
        lives.reversed().stream()
            .filter(Life::isReady)
            .sorted(Comparator.comparing((Life<S> life) -> !life.isAspired()))
            .toList();
  }

  /** Leases the highest ready version. */
  Lease<S> lease(String holder) {
    return lease(version -> true, holder)
        .orElseThrow(() -> new NotFound("no version of model '" + name + "' is ready"));
  }

  /** Leases that version if it is ready; absent when it is not, or does not exist. */
  Optional<Lease<S>> lease(long version, String holder) {
    return lease(candidate -> candidate == version, holder);
  }

  /** Why that version could not be leased. */
  RuntimeException refusal(long version) {
    Optional<Life<S>> newest = newest(version);
    if (newest.isEmpty()) {
      return new NotFound(
          "model '" + name + "' has no version " + version + "; it has " + versions());
    }
    String state = face(version).state().getClass().getSimpleName();
    return new NotReady("version " + version + " of model '" + name + "' is not ready: " + state);
  }

  /** Asks the list anew after each refusal: what follows in an old one may be an earlier life. */
  private Optional<Lease<S>> lease(LongPredicate fits, String holder) {
    while (true) {
      Optional<Life<S>> first = firstReady(fits);
      if (first.isEmpty()) {
        return Optional.empty();
      }
      Optional<Lease<S>> lease = first.get().tryLease(holder);
      if (lease.isPresent()) {
        return lease;
      }
    }
  }

  private Optional<Life<S>> firstReady(LongPredicate fits) {
    for (Life<S> life : ready) {
      if (fits.test(life.id().version())) {
        return Optional.of(life);
      }
    }
    return Optional.empty();
  }

  /** The life that speaks for a version: the one that serves, else the last that has not ended. */
  private Life<S> face(long version) {
    List<Life<S>> of = livesOf(version);
    return serving(version)
        .or(() -> of.reversed().stream().filter(life -> !life.state().isFinal()).findFirst())
        .orElseGet(of::getLast);
  }

  private VersionSnapshot snapshot(Life<S> face) {
    ModelId id = face.id();
    boolean aspired = livesOf(id.version()).stream().anyMatch(Life::isAspired);
    return new VersionSnapshot(id, face.state(), aspired, face.reloadFailure());
  }

  private List<Life<S>> livesOf(long version) {
    return lives.stream().filter(life -> life.id().version() == version).toList();
  }

  private SortedSet<Long> versions() {
    SortedSet<Long> versions = new TreeSet<>();
    lives.forEach(life -> versions.add(life.id().version()));
    return versions;
  }
}
