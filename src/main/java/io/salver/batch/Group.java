package io.salver.batch;

import java.util.ArrayList;
import java.util.List;

/** Work that goes into one run, and work that was found useless on the way. Confined. */
final class Group {

  private final List<Work> members = new ArrayList<>(1);
  private List<Work> useless = List.of();
  private long rows;
  private boolean grows;

  /** Begins with {@code first}, which others may join if it {@code grows}. */
  void begin(Work first, boolean grows) {
    this.grows = grows;
    add(first);
  }

  void add(Work work) {
    members.add(work);
    rows += work.rows();
  }

  /** Notes work that is useless; whoever holds the line takes it out. */
  boolean dropIfUseless(Work work) {
    if (!work.isUseless()) {
      return false;
    }
    if (useless.isEmpty()) {
      useless = new ArrayList<>();
    }
    useless.add(work);
    return true;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  boolean grows() {
    return grows;
  }

  Work first() {
    return members.getFirst();
  }

  List<Work> members() {
    return members;
  }

  long rows() {
    return rows;
  }

  /** To be told, and not run. */
  List<Work> useless() {
    return useless;
  }

  /** The same without members. */
  Group uselessOnly() {
    Group only = new Group();
    only.useless = useless;
    return only;
  }
}
