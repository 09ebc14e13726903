package io.salver.recommend.feedback;

import io.salver.recommend.Recommendation;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.feedback.FeedbackObserver.Arm;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers answers for a while and finds the events that refer to them. Thread-safe: one lock,
 * under which nothing foreign runs. Memory is bounded: the oldest answers go when there are too
 * many.
 *
 * <p>An event counts where the answer was given: of several processes with one store, each finds
 * its own answers. What a restart forgets is not counted afterwards.
 */
public final class FeedbackTracker {

  /** The most answers that are remembered. */
  public static final int CAPACITY = 50_000;

  private final Duration window;
  private final Ticker ticker;
  private final FeedbackObserver observer;
  private final Object lock = new Object();
  private final Map<String, TrackedAnswer> answers = new LinkedHashMap<>();
  private final Map<Arm, Map<Long, Integer>> answersByItem = new HashMap<>();

  /**
   * A tracker without answers.
   *
   * @param window how long after an answer its events count
   */
  public FeedbackTracker(Duration window, Ticker ticker, FeedbackObserver observer) {
    this.window = window;
    this.ticker = ticker;
    this.observer = observer;
  }

  /** An answer was given. */
  public void answered(Recommendation answer) {
    if (answer.items().isEmpty()) {
      return;
    }
    TrackedAnswer tracked = new TrackedAnswer(answer, ticker.nanos());
    List<TrackedAnswer> ended;
    boolean isFirst;
    synchronized (lock) {
      isFirst = !answersByItem.containsKey(tracked.arm());
      Map<Long, Integer> counts =
          answersByItem.computeIfAbsent(tracked.arm(), arm -> new HashMap<>());
      for (long item : tracked.items()) {
        counts.merge(item, 1, Integer::sum);
      }
      answers.put(answer.id(), tracked);
      ended = removeEnded();
    }
    if (isFirst) {
      observer.opened(tracked.arm(), this);
    }
    observer.answered(tracked.arm());
    ended.stream().filter(TrackedAnswer::isClicked).forEach(this::tellClicks);
    ended.stream().filter(this::isOver).forEach(TrackedAnswer::tellWays);
  }

  /** An event happened in the catalogue of {@code recommender}. */
  public void happened(String recommender, Event event) {
    Optional<Arm> arm = event.recommendation().flatMap(id -> attribute(id, recommender, event));
    arm.ifPresent(each -> observer.attributed(each, event.type()));
  }

  /** How many different items the remembered answers of an arm hold. */
  public int distinctItems(Arm arm) {
    synchronized (lock) {
      return answersByItem.getOrDefault(arm, Map.of()).size();
    }
  }

  private Optional<Arm> attribute(String answer, String recommender, Event event) {
    synchronized (lock) {
      TrackedAnswer tracked = answers.get(answer);
      if (tracked == null) {
        return Optional.empty();
      }
      boolean counts =
          tracked.arm().recommender().equals(recommender)
              && ticker.nanos() - tracked.nanos() <= window.toNanos()
              && tracked.add(event.type(), event.item());
      return counts ? Optional.of(tracked.arm()) : Optional.empty();
    }
  }

  private List<TrackedAnswer> removeEnded() {
    List<TrackedAnswer> ended = new ArrayList<>();
    long now = ticker.nanos();
    Iterator<TrackedAnswer> oldest = answers.values().iterator();
    while (oldest.hasNext()) {
      TrackedAnswer each = oldest.next();
      if (answers.size() <= CAPACITY && now - each.nanos() <= window.toNanos()) {
        break;
      }
      oldest.remove();
      ended.add(each);
      Map<Long, Integer> counts = answersByItem.getOrDefault(each.arm(), new HashMap<>());
      for (long item : each.items()) {
        counts.computeIfPresent(item, (id, count) -> count == 1 ? null : count - 1);
      }
    }
    return ended;
  }

  /** Whether its time is over: of one that had to go before, nobody knows what would have come. */
  private boolean isOver(TrackedAnswer answer) {
    return ticker.nanos() - answer.nanos() > window.toNanos();
  }

  private void tellClicks(TrackedAnswer answer) {
    observer.clicked(answer.arm(), answer.ndcg());
  }
}
