package io.salver.recommend.feedback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Answers that are remembered for so long, at most so many: the oldest go when there are too many.
 * Those of this process come in their order, adopted ones in any. Guarded by the tracker.
 */
final class TrackedAnswers {

  private final long nanos;
  private final int capacity;
  private final SequencedMap<String, TrackedAnswer> own = new LinkedHashMap<>();
  private final Map<String, TrackedAnswer> adopted = new HashMap<>();
  private final PriorityQueue<TrackedAnswer> oldestAdopted =
      new PriorityQueue<>(TrackedAnswers::compareAge);

  TrackedAnswers(Duration window, int capacity) {
    this.nanos = window.toNanos();
    this.capacity = capacity;
  }

  void add(TrackedAnswer answer) {
    own.put(answer.id(), answer);
  }

  /** Adds one of another process; false where it is there already. */
  boolean adopt(TrackedAnswer answer) {
    if (own.containsKey(answer.id()) || adopted.putIfAbsent(answer.id(), answer) != null) {
      return false;
    }
    return oldestAdopted.add(answer);
  }

  Optional<TrackedAnswer> find(String id) {
    return Optional.ofNullable(own.get(id)).or(() -> Optional.ofNullable(adopted.get(id)));
  }

  /** Whether the time of an answer is over: of one that had to go before, nobody knows the end. */
  boolean isOver(TrackedAnswer answer, long now) {
    return now - answer.nanos() > nanos;
  }

  /** Removes those whose time is over, and those that are too many. */
  void removeEnded(long now, Consumer<TrackedAnswer> ended) {
    for (Optional<TrackedAnswer> oldest = oldest(); oldest.isPresent(); oldest = oldest()) {
      TrackedAnswer each = oldest.get();
      if (own.size() + adopted.size() <= capacity && !isOver(each, now)) {
        break;
      }
      remove(each);
      ended.accept(each);
    }
  }

  /** Removes all, and gives them, the oldest first. */
  List<TrackedAnswer> removeAll() {
    List<TrackedAnswer> all = new ArrayList<>(own.values());
    all.addAll(adopted.values());
    all.sort(TrackedAnswers::compareAge);
    own.clear();
    adopted.clear();
    oldestAdopted.clear();
    return all;
  }

  private Optional<TrackedAnswer> oldest() {
    Optional<TrackedAnswer> first = Optional.ofNullable(oldestAdopted.peek());
    if (own.isEmpty()) {
      return first;
    }
    TrackedAnswer ofOwn = own.firstEntry().getValue();
    return Optional.of(first.filter(each -> compareAge(each, ofOwn) <= 0).orElse(ofOwn));
  }

  private void remove(TrackedAnswer oldest) {
    if (oldestAdopted.peek() == oldest) {
      oldestAdopted.remove();
      adopted.remove(oldest.id());
    } else {
      own.remove(oldest.id());
    }
  }

  /** The older first, by times of the ticker, of which only differences say something. */
  private static int compareAge(TrackedAnswer one, TrackedAnswer other) {
    return Long.signum(one.nanos() - other.nanos());
  }
}
