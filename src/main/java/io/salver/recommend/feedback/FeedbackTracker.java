package io.salver.recommend.feedback;

import io.salver.monitor.outcome.ListListener;
import io.salver.recommend.Recommendation;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.feedback.FeedbackObserver.Arm;
import io.salver.recommend.feedback.ListObserver.Fate;
import io.salver.recommend.feedback.ListObserver.Reason;
import io.salver.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers answers for a while and finds the events that refer to them. Thread-safe: one lock,
 * under which nothing foreign runs. Memory is bounded: the oldest answers go when there are too
 * many.
 *
 * <p>An event counts where the answer was given: of several processes with one store, each finds
 * its own answers. {@link OpenLists} leaves what is open to others when the process ends.
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
      isFirst = countItems(tracked);
      of(tracked).add(tracked);
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

  /**
   * Gives up all answers, the oldest first: whoever adopts them counts them. Nothing is told of
   * them.
   */
  List<TrackedAnswer> giveUp() {
    synchronized (lock) {
      List<TrackedAnswer> all = answers.removeAll();
      all.addAll(batches.removeAll());
      answersByItem.values().forEach(Map::clear);
      return all;
    }
  }

  /** Tells what became of answers that were given up. */
  void gone(List<TrackedAnswer> given, Fate fate) {
    given.forEach(each -> lists.ended(each.arm().recommender(), fate));
  }

  /** Goes on with answers of another process as with those of this one. */
  void adopt(List<TrackedAnswer> given) {
    Set<Arm> opened = new HashSet<>();
    List<TrackedAnswer> adopted = new ArrayList<>();
    synchronized (lock) {
      for (TrackedAnswer each : given) {
        if (of(each).adopt(each)) {
          adopted.add(each);
          if (countItems(each)) {
            opened.add(each.arm());
          }
        }
      }
    }
    opened.forEach(arm -> observer.opened(arm, this));
    adopted.forEach(each -> lists.adopted(each.arm().recommender()));
  }

  /**
   * An event happened when nobody had an answer, which is not remembered here yet. It counts if the
   * time of the answer is not over, or was not when the event happened.
   */
  void missed(TrackedAnswer answer, Event event, Instant now) {
    long nanos = ticker.nanos();
    long since = Math.max(0, Duration.between(event.at(), now).toNanos());
    boolean isInTime =
        !of(answer).isOver(answer, nanos) || !of(answer).isOver(answer, nanos - since);
    if (isInTime && answer.add(event.type(), event.item())) {
      observer.attributed(answer.arm(), event.type());
    }
  }

  /**
   * An event happened that may have been told before; those that count for nothing are not told.
   */
  void mayHaveHappened(String recommender, Event event) {
    event
        .recommendation()
        .map(id -> attribute(id, recommender, event))
        .ifPresent(
            attribution -> {
              if (attribution instanceof Attribution.To(Arm arm)) {
                observer.attributed(arm, event.type());
              }
            });
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

  /** Whether its arm is a new one. */
  private boolean countItems(TrackedAnswer answer) {
    boolean isFirst = !answersByItem.containsKey(answer.arm());
    Map<Long, Integer> counts = answersByItem.computeIfAbsent(answer.arm(), _ -> new HashMap<>());
    for (long item : answer.items()) {
      counts.merge(item, 1, Integer::sum);
    }
    return isFirst;
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
