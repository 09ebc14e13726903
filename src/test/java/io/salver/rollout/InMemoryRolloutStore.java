package io.salver.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store that is gone with the process: the oracle of the others. */
public class InMemoryRolloutStore implements RolloutStore, ArmReports {

  private final Map<String, Rollout> rollouts = new TreeMap<>();
  private final List<RolloutEvent> events = new ArrayList<>();
  private final Map<String, Map<String, ArmsReport>> reports = new HashMap<>();

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
  public synchronized List<RolloutEvent> events(String rollout, Instant before, int limit) {
    return events.stream()
        .filter(event -> event.rollout().equals(rollout) && event.at().isBefore(before))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void report(String rollout, String replica, ArmsReport report) {
    reports.computeIfAbsent(rollout, _ -> new HashMap<>()).put(replica, report);
  }

  @Override
  public synchronized ArmsReport seen(String rollout, Instant began) {
    return ArmsReport.sum(
        began,
        reports.getOrDefault(rollout, Map.of()).values().stream()
            .filter(report -> report.began().equals(began))
            .toList());
  }

  @Override
  public synchronized void forget(String rollout) {
    reports.remove(rollout);
  }
}
