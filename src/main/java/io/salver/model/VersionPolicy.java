package io.salver.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of the versions on disk should serve. A pure choice. */
public sealed interface VersionPolicy {

  /** The chosen versions among {@code available}, ascending. */
  List<Long> choose(Set<Long> available);

  /** The {@code count} highest versions. */
  record Latest(int count) implements VersionPolicy {
    @Override
    public List<Long> choose(Set<Long> available) {
      List<Long> ascending = available.stream().sorted().toList();
      return ascending.subList(Math.max(0, ascending.size() - count), ascending.size());
    }
  }

  /** Every version. */
  record All() implements VersionPolicy {
    @Override
    public List<Long> choose(Set<Long> available) {
      return available.stream().sorted().toList();
    }
  }

  /** Exactly these versions, as far as they exist. */
  record Only(Set<Long> versions) implements VersionPolicy {

    /** Copies the set. */
    public Only {
      versions = Set.copyOf(versions);
    }

    @Override
    public List<Long> choose(Set<Long> available) {
      return available.stream().filter(versions::contains).sorted().collect(Collectors.toList());
    }
  }
}
