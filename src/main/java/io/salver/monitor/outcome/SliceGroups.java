package io.salver.monitor.outcome;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The groups of each feature that are told apart: the first {@value #MOST} that come, and one for
 * all others. Not thread-safe.
 */
final class SliceGroups {

  static final int MOST = 12;

  private final Map<String, Set<String>> groups = new HashMap<>();

  /** The groups that a prediction or a list is in, by the feature that groups. */
  List<Slice> of(Map<String, String> written) {
    return written.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(OutcomeSettings.MOST_SLICES)
        .map(each -> known(new Slice(each.getKey(), each.getValue())))
        .toList();
  }

  /** The group that one is counted for. */
  Slice known(Slice slice) {
    return new Slice(slice.feature(), known(slice.feature(), slice.group()));
  }

  private String known(String feature, String group) {
    if (groups.size() >= OutcomeSettings.MOST_SLICES && !groups.containsKey(feature)) {
      return Slice.OTHER;
    }
    Set<String> known = groups.computeIfAbsent(feature, each -> new HashSet<>());
    if (known.contains(group)) {
      return group;
    }
    return known.size() < MOST && known.add(group) ? group : Slice.OTHER;
  }
}
