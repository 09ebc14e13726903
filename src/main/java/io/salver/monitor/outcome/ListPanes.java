package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import io.salver.monitor.PaneClock;
import io.salver.monitor.WindowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The lists of one version within the window, those of this process and those that others have told
 * of. Not thread-safe.
 */
final class ListPanes {

  private final ModelId model;
  private final Duration length;
  private final PaneClock clock;
  private final SliceGroups groups;
  private final TreeMap<Long, Map<Slice, ListCounts>> own = new TreeMap<>();

  /** Of all lists of a pane, whatever their group. */
  private final TreeMap<Long, ListCounts> ownAll = new TreeMap<>();

  private final Set<Long> untold = new HashSet<>();
  private List<ListPane> others = List.of();

  ListPanes(ModelId model, WindowSettings window, PaneClock clock, SliceGroups groups) {
    this.model = model;
    this.length = window.pane();
    this.clock = clock;
    this.groups = groups;
  }

  /** The time of a list is over, now. */
  void add(ListOutcome list) {
    long index = clock.index();
    ListCounts one = ListCounts.of(list);
    ownAll.merge(index, one, ListCounts::plus);
    Map<Slice, ListCounts> slices = own.computeIfAbsent(index, each -> new HashMap<>());
    groups.of(list.groups()).forEach(slice -> slices.merge(slice, one, ListCounts::plus));
    untold.add(index);
  }

  /** Goes on where another has ended, if its panes are as long. */
  void continueFrom(ListPanes before) {
    if (length.equals(before.length)) {
      ownAll.putAll(before.ownAll);
      before.own.forEach((index, slices) -> own.put(index, new HashMap<>(slices)));
      untold.addAll(before.untold);
      others = before.others;
    }
  }

  /** Takes the place of what others told before. */
  void others(List<ListPane> told) {
    others = told.stream().filter(pane -> pane.length().equals(length)).toList();
  }

  /** The panes of this process that have changed since this was asked for last. */
  List<ListPane> untold() {
    List<ListPane> panes = new ArrayList<>();
    for (long index : untold) {
      if (ownAll.containsKey(index)) {
        panes.add(
            new ListPane(
                model,
                clock.begin(index),
                length,
                ownAll.getOrDefault(index, ListCounts.NONE),
                own.getOrDefault(index, Map.of())));
      }
    }
    untold.clear();
    return panes;
  }

  /** They could not be told: they will be, the next time. */
  void tellAgain(List<ListPane> panes) {
    panes.forEach(pane -> untold.add(index(pane)));
  }

  /** Forgets what is before that pane. */
  void forget(long first) {
    own.headMap(first).clear();
    ownAll.headMap(first).clear();
    untold.removeIf(index -> index < first);
  }

  /** Adds all of the window to {@code sum}. */
  void addTo(QualityPane sum, long first) {
    ownAll.values().forEach(sum::addLists);
    own.values().forEach(slices -> slices.forEach(sum::addLists));
    for (ListPane pane : others) {
      if (index(pane) >= first) {
        sum.addLists(pane.all());
        pane.slices().forEach((slice, lists) -> sum.addLists(groups.known(slice), lists));
      }
    }
  }

  /** By its middle, since its beginning may have been cut off to what a store keeps. */
  private long index(ListPane pane) {
    return clock.index(pane.began().plus(length.dividedBy(2)));
  }
}
