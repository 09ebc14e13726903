package io.salver.recommend.feedback;

import io.salver.monitor.outcome.ListListener;
import io.salver.recommend.Recommendation;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.feedback.FeedbackObserver.Arm;
import io.salver.recommend.feedback.ListObserver.Fate;
import io.salver.recommend.feedback.ListObserver.Reason;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers answers for a while and finds the events that refer to them. Thread-safe: one lock,
 * under which nothing foreign runs. Memory is bounded: the oldest answers go when there are too
 * many.
 *
 * <p>An event counts where the answer was given: of several processes with one store, each finds
 * its own answers. What a restart forgets is not counted afterwards.
 *
 * <p>A list counts once, when its time is over, with all that came until then. Counted earlier, the
 * clicks of the newest lists would be missing, and their rate would be too low. Later events do not
 * count. Answers of batches are remembered by themselves and for longer, since they are shown
 * later: one counts only if an event says that it was shown.
 */
public final class FeedbackTracker {

  /** The most answers that are remembered. */
  public static final int CAPACITY = 50_000;

  /** The most answers of batches that are remembered. */
  public static final int BATCH_CAPACITY = 100_000;

  private final Ticker ticker;
  private final FeedbackObserver observer;
  private final ListObserver lists;
  private final ListListener listener;
  private final Object lock = new Object();
  private final TrackedAnswers answers;
  private final TrackedAnswers batches;
  private final Map<Arm, Map<Long, Integer>> answersByItem = new HashMap<>();

  /**
   * How long events count.
   *
   * @param single after an answer to a single request
   * @param batch after an answer of a batch
   */
  public record Times(Duration single, Duration batch) {}

  /**
   * A tracker without answers, of which only arms are told.
   *
   * @param window how long after an answer its events count
   */
  public FeedbackTracker(Duration window, Ticker ticker, FeedbackObserver observer) {
    this(new Times(window, window), ticker, observer, ListObserver.NONE, ListListener.NONE);
  }

  /**
   * A tracker without answers.
   *
   * @param listener hears of each list whose time is over
   */
  public FeedbackTracker(
      Times times,
      Ticker ticker,
      FeedbackObserver observer,
      ListObserver lists,
      ListListener listener) {
    this.ticker = ticker;
    this.observer = observer;
    this.lists = lists;
    this.listener = listener;
    this.answers = new TrackedAnswers(times.single(), CAPACITY);
    this.batches = new TrackedAnswers(times.batch(), BATCH_CAPACITY);
  }

  /** An answer was given. */
  public void answered(Recommendation answer) {
    if (answer.items().isEmpty()) {
      return;
    }
    TrackedAnswer tracked = new TrackedAnswer(answer, ticker.nanos());
    List<Ended> ended;
    boolean isFirst;
    synchronized (lock) {
      isFirst = !answersByItem.containsKey(tracked.arm());
      Map<Long, Integer> counts =
          answersByItem.computeIfAbsent(tracked.arm(), arm -> new HashMap<>());
      for (long item : tracked.items()) {
        counts.merge(item, 1, Integer::sum);
      }
      (tracked.isOfBatch() ? batches : answers).add(answer.id(), tracked);
      ended = removeEnded();
    }
    if (isFirst) {
      observer.opened(tracked.arm(), this);
    }
    observer.answered(tracked.arm());
    ended.forEach(this::tell);
  }

  /** Tells of the answers whose time is over; to be called now and then. */
  public void settle() {
    List<Ended> ended;
    synchronized (lock) {
      ended = removeEnded();
    }
    ended.forEach(this::tell);
  }

  /** An event happened in the catalogue of {@code recommender}. */
  public void happened(String recommender, Event event) {
    event
        .recommendation()
        .ifPresent(
            id -> {
              switch (attribute(id, recommender, event)) {
                case Attribution.To(Arm arm) -> observer.attributed(arm, event.type());
                case Attribution.None(Reason reason) ->
                    lists.unattributed(recommender, event.type(), reason);
                case Attribution.Again _ -> {}
              }
            });
  }

  /** How many different items the remembered answers of an arm hold. */
  public int distinctItems(Arm arm) {
    synchronized (lock) {
      return answersByItem.getOrDefault(arm, Map.of()).size();
    }
  }

  /** What an event counts for. */
  private sealed interface Attribution {

    /** An answer of that arm. */
    record To(Arm arm) implements Attribution {}

    /** It was told before. */
    record Again() implements Attribution {}

    /** Nothing. */
    record None(Reason reason) implements Attribution {}
  }

  private Attribution attribute(String answer, String recommender, Event event) {
    synchronized (lock) {
      TrackedAnswer tracked = answers.find(answer).or(() -> batches.find(answer)).orElse(null);
      if (tracked == null || !tracked.arm().recommender().equals(recommender)) {
        return new Attribution.None(Reason.UNKNOWN);
      }
      if (of(tracked).isOver(tracked, ticker.nanos())) {
        return new Attribution.None(Reason.LATE);
      }
      if (!tracked.has(event.item())) {
        return new Attribution.None(Reason.NOT_SHOWN);
      }
      return tracked.add(event.type(), event.item())
          ? new Attribution.To(tracked.arm())
          : new Attribution.Again();
    }
  }

  private TrackedAnswers of(TrackedAnswer answer) {
    return answer.isOfBatch() ? batches : answers;
  }

  /** An answer that is not remembered any more, and whether its time was over. */
  private record Ended(TrackedAnswer answer, boolean isOver) {}

  private List<Ended> removeEnded() {
    List<Ended> ended = new ArrayList<>();
    long now = ticker.nanos();
    for (TrackedAnswers some : List.of(answers, batches)) {
      some.removeEnded(
          now,
          each -> {
            ended.add(new Ended(each, some.isOver(each, now)));
            Map<Long, Integer> counts = answersByItem.getOrDefault(each.arm(), new HashMap<>());
            for (long item : each.items()) {
              counts.computeIfPresent(item, (id, count) -> count == 1 ? null : count - 1);
            }
          });
    }
    return ended;
  }

  private void tell(Ended ended) {
    TrackedAnswer answer = ended.answer();
    if (answer.isClicked()) {
      observer.clicked(answer.arm(), answer.ndcg());
    }
    if (!ended.isOver()) {
      lists.ended(answer.arm().recommender(), Fate.FORGOTTEN);
    } else if (answer.isOfBatch() && !answer.isSeen()) {
      lists.ended(answer.arm().recommender(), Fate.UNSEEN);
    } else {
      answer.tellWays();
      lists.ended(answer.arm().recommender(), Fate.OVER);
      answer.outcome().ifPresent(listener::over);
    }
  }
}
