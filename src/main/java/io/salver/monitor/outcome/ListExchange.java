package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells the other replicas what became of the lists of this one, and learns what became of theirs.
 * Of several processes with one store each finds its own lists; together they tell the same, some
 * seconds later. Used by one thread at a time.
 */
public final class ListExchange {

  private final QualityMonitors monitors;
  private final ListStore store;
  private final String replica;

  /**
   * An exchange that has told nothing.
   *
   * @param replica what this process is called, as no other is
   */
  public ListExchange(QualityMonitors monitors, ListStore store, String replica) {
    this.monitors = monitors;
    this.store = store;
    this.replica = replica;
  }

  /**
   * Tells and learns, blocking.
   *
   * @throws io.salver.fault.BackendFailure when the store fails; what was not told will be
   */
  public void exchange() {
    for (QualityMonitor monitor : monitors.all()) {
      tell(monitor);
    }
    Map<ModelId, List<ListPane>> others =
        store.others(replica, monitors.oldest()).stream()
            .collect(Collectors.groupingBy(ListPane::model));
    monitors.learn(others);
  }

  private void tell(QualityMonitor monitor) {
    List<ListPane> panes = monitor.untoldLists();
    if (panes.isEmpty()) {
      return;
    }
    boolean isKept = false;
    try {
      store.keep(replica, panes);
      isKept = true;
    } finally {
      if (!isKept) {
        monitor.tellAgain(panes);
      }
    }
  }
}
