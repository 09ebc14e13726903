package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What became of the lists of one version whose time ended within one pane, as replicas tell it
 * each other. Immutable.
 *
 * @param began when the pane began
 * @param length how long it lasts; only panes of one length add up
 * @param all of all lists
 * @param slices of those of each group
 */
public record ListPane(
    ModelId model, Instant began, Duration length, ListCounts all, Map<Slice, ListCounts> slices) {

  /** Copies the map. */
  public ListPane {
    slices = Map.copyOf(slices);
  }
}
