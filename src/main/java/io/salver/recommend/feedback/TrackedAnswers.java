package io.salver.recommend.feedback;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers that are remembered for so long, at most so many: the oldest go when there are too many.
 * Guarded by the tracker.
 */
final class TrackedAnswers {

  private final long nanos;
  private final int capacity;
  private final Map<String, TrackedAnswer> answers = new LinkedHashMap<>();

  TrackedAnswers(Duration window, int capacity) {
    this.nanos = window.toNanos();
    this.capacity = capacity;
  }

  void add(String id, TrackedAnswer answer) {
    answers.put(id, answer);
  }

  Optional<TrackedAnswer> find(String id) {
    return Optional.ofNullable(answers.get(id));
  }

  /** Whether the time of an answer is over: of one that had to go before, nobody knows the end. */
  boolean isOver(TrackedAnswer answer, long now) {
    return now - answer.nanos() > nanos;
  }

  /** Removes those whose time is over, and those that are too many. */
  void removeEnded(long now, Consumer<TrackedAnswer> ended) {
    Iterator<TrackedAnswer> oldest = answers.values().iterator();
    while (oldest.hasNext()) {
      TrackedAnswer each = oldest.next();
      if (answers.size() <= capacity && !isOver(each, now)) {
        break;
      }
      oldest.remove();
      ended.accept(each);
    }
  }
}
