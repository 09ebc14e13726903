package io.salver.testkit;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelId;
import io.salver.monitor.outcome.ListPane;
import io.salver.monitor.outcome.ListStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Panes of lists in a map, which can be made to fail. Thread-safe by one lock. */
public final class InMemoryLists implements ListStore {

  private final Map<Key, ListPane> panes = new LinkedHashMap<>();
  private boolean fails;

  private record Key(String replica, ModelId model, Instant began, Duration length) {}

  /** From now on everything fails, or nothing does. */
  public synchronized void fail(boolean failing) {
    fails = failing;
  }

  @Override
  public synchronized void keep(String replica, List<ListPane> told) {
    requireWorking();
    for (ListPane pane : told) {
      panes.put(new Key(replica, pane.model(), pane.began(), pane.length()), pane);
    }
  }

  @Override
  public synchronized List<ListPane> others(String replica, Instant since) {
    requireWorking();
    return panes.entrySet().stream()
        .filter(each -> !each.getKey().replica().equals(replica))
        .map(Map.Entry::getValue)
        .filter(pane -> !pane.began().isBefore(since))
        .toList();
  }

  @Override
  public synchronized long retain(Instant since) {
    requireWorking();
    long before = panes.size();
    panes.values().removeIf(pane -> pane.began().isBefore(since));
    return before - panes.size();
  }

  private void requireWorking() {
    if (fails) {
      throw new BackendFailure("the store of the test fails");
    }
  }
}
