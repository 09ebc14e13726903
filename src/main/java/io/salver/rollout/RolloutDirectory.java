package io.salver.rollout;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rollouts as this replica knows them. Requests read it without waiting; {@link #refresh} reads
 * the store, and what it found last holds while the store fails. Thread-safe.
 */
public final class RolloutDirectory {

  private final RolloutStore store;
  private volatile Map<Target, Rollout> byTarget = Map.of();
  private volatile boolean isRead;

  /** One that knows nothing yet. */
  public RolloutDirectory(RolloutStore store) {
    this.store = store;
  }

  /**
   * Reads all rollouts, blocking.
   *
   * @throws io.salver.fault.BackendFailure when the store fails; what was known before holds
   */
  public void refresh() {
    byTarget =
        store.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Rollout::target, Function.identity(), (first, _) -> first));
    isRead = true;
  }

  /** Whether the store was read at all. */
  public boolean isRead() {
    return isRead;
  }

  /** Whoever divides that traffic. */
  public Optional<Rollout> of(Target target) {
    return Optional.ofNullable(byTarget.get(target));
  }

  /** The one of that name. */
  public Optional<Rollout> named(String name) {
    return byTarget.values().stream().filter(each -> each.name().equals(name)).findAny();
  }

  /** All of them, by name. */
  public List<Rollout> all() {
    return byTarget.values().stream().sorted(Comparator.comparing(Rollout::name)).toList();
  }
}
