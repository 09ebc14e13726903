package io.salver.batch;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Waiting work: the more urgent first, then first come, first served. Not thread-safe. */
final class Levels {

  private final List<Deque<Work>> levels = new ArrayList<>();
  private int size;

  Levels() {
    for (int level = Work.MOST_URGENT; level <= Work.LEAST_URGENT; level++) {
      levels.add(new ArrayDeque<>());
    }
  }

  void add(Work work) {
    levels.get(work.priority() - 1).addLast(work);
    size++;
  }

  /** Takes {@code work} out; false when it is not there. */
  boolean remove(Work work) {
    boolean removed = levels.get(work.priority() - 1).removeFirstOccurrence(work);
    size -= removed ? 1 : 0;
    return removed;
  }

  /** Takes out the last work that is less urgent than {@code priority}. */
  Optional<Work> removeLastAfter(int priority) {
    for (int level = Work.LEAST_URGENT; level > priority; level--) {
      Deque<Work> works = levels.get(level - 1);
      if (!works.isEmpty()) {
        size--;
        return Optional.of(requireNonNull(works.pollLast()));
      }
    }
    return Optional.empty();
  }

  /**
   * Visits work in order until {@code visitor} has seen enough.
   *
   * @param visitor answers whether to go on
   * @param useless work that is taken out instead of visited
   */
  void visit(Predicate<Work> useless, Predicate<Work> visitor) {
    for (Deque<Work> level : levels) {
      for (Iterator<Work> works = level.iterator(); works.hasNext(); ) {
        Work work = works.next();
        if (useless.test(work)) {
          works.remove();
          size--;
        } else if (!visitor.test(work)) {
          return;
        }
      }
    }
  }

  /** Work that goes before new work of that priority. */
  int ahead(int priority) {
    int ahead = 0;
    for (int level = Work.MOST_URGENT; level <= priority; level++) {
      ahead += levels.get(level - 1).size();
    }
    return ahead;
  }

  int size() {
    return size;
  }
}
