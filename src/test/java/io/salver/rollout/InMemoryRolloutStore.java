package io.salver.rollout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store that is gone with the process: the oracle of the others. */
public final class InMemoryRolloutStore implements RolloutStore, ArmReports {

  private final Map<String, Rollout> rollouts = new TreeMap<>();
  private final List<RolloutEvent> events = new ArrayList<>();
  private final Map<String, Map<String, Map<String, ArmStatistics>>> reports = new HashMap<>();

  @Override
  public synchronized List<Rollout> all() {
    return List.copyOf(rollouts.values());
  }

  @Override
  public synchronized boolean write(Rollout rollout, RolloutEvent event) {
    Rollout before = rollouts.get(rollout.name());
    if (rollout.revision() != (before == null ? 1 : before.revision() + 1)) {
      return false;
    }
    rollouts.put(rollout.name(), rollout);
    events.addFirst(event);
    return true;
  }

  @Override
  public synchronized boolean remove(String rollout, long revision, RolloutEvent event) {
    Rollout before = rollouts.get(rollout);
    if (before == null || before.revision() != revision) {
      return false;
    }
    rollouts.remove(rollout);
    events.addFirst(event);
    return true;
  }

  @Override
  public synchronized List<RolloutEvent> events(String rollout, int limit) {
    return events.stream().filter(event -> event.rollout().equals(rollout)).limit(limit).toList();
  }

  @Override
  public synchronized void report(String rollout, String replica, Map<String, ArmStatistics> arms) {
    reports.computeIfAbsent(rollout, _ -> new HashMap<>()).put(replica, Map.copyOf(arms));
  }

  @Override
  public synchronized Map<String, ArmStatistics> statistics(String rollout) {
    Map<String, ArmStatistics> sums = new TreeMap<>();
    reports
        .getOrDefault(rollout, Map.of())
        .values()
        .forEach(arms -> arms.forEach((arm, seen) -> sums.merge(arm, seen, ArmStatistics::plus)));
    return sums;
  }

  @Override
  public synchronized void forget(String rollout) {
    reports.remove(rollout);
  }
}
