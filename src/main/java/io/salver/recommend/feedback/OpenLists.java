package io.salver.recommend.feedback;

import io.salver.fault.BackendFailure;
import io.salver.monitor.outcome.HandOver;
import io.salver.monitor.outcome.Parcel;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.NumberedChange;
import io.salver.recommend.feedback.ListObserver.Fate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Answers whose events may still come, over the end of a process: leaves those of a {@link
 * FeedbackTracker} to others, and adopts what others have left.
 *
 * <p>Every process reads the events of all in one order, the log of the catalogue. A parcel says up
 * to which number its events have been counted; whoever adopts it reads what has followed, before
 * and after it remembers the answers, so that no event is missed. Those that it meets twice do no
 * harm: of each item and type of event an answer counts one. Used by one thread at a time.
 */
public final class OpenLists {

  /** Most answers of a parcel. */
  static final int PARCEL = 1_000;

  private static final Logger LOG = System.getLogger(OpenLists.class.getName());

  /** Most parcels that are adopted at once: more than a process leaves. */
  private static final int MOST = 200;

  private static final int PAGE = 1_000;

  private final FeedbackTracker tracker;
  private final HandOver store;
  private final ChangeLog log;
  private final Supplier<Map<String, Long>> positions;
  private final ListParcels parcels;
  private final InstantSource clock;

  /** Taken, and not adopted yet, since the log could not be read. */
  private final List<Taken> taken = new ArrayList<>();

  /** Adopted answers whose events from that number on may not have been heard. */
  private final Deque<Gap> gaps = new ArrayDeque<>();

  /**
   * Leaves and adopts nothing yet.
   *
   * @param positions of the recommenders whose events are heard, the number up to which they were
   * @param parcels what is left looks like
   */
  public OpenLists(
      FeedbackTracker tracker,
      HandOver store,
      ChangeLog log,
      Supplier<Map<String, Long>> positions,
      ListParcels parcels,
      InstantSource clock) {
    this.tracker = tracker;
    this.store = store;
    this.log = log;
    this.positions = positions;
    this.parcels = parcels;
    this.clock = clock;
  }

  private record Gap(String recommender, long after, Set<String> answers) {}

  /** Answers of another process, whose events were counted up to a number of the log. */
  record Taken(Parcel parcel, long counted, List<TrackedAnswer> answers) {}

  /**
   * Leaves what is open to others, blocking; single answers first. Events must not be heard here
   * any more.
   *
   * @return how many answers those were
   * @throws BackendFailure when the store fails; then they are lost
   */
  public int leave() {
    if (!taken.isEmpty()) {
      store.leave(taken.stream().map(Taken::parcel).toList().reversed());
    }
    int count = taken.stream().mapToInt(each -> each.answers().size()).sum();
    taken.clear();
    List<TrackedAnswer> open = tracker.giveUp();
    for (boolean isOfBatch : List.of(false, true)) {
      count += leave(open.stream().filter(each -> each.isOfBatch() == isOfBatch).toList());
    }
    return count;
  }

  private int leave(List<TrackedAnswer> open) {
    if (open.isEmpty()) {
      return 0;
    }
    Map<String, Long> counted = positions.get();
    List<Parcel> left = new ArrayList<>();
    open.stream()
        .collect(Collectors.groupingBy(each -> each.arm().recommender()))
        .forEach(
            (name, answers) -> {
              for (int from = 0; from < answers.size(); from += PARCEL) {
                List<TrackedAnswer> some =
                    answers.subList(from, Math.min(answers.size(), from + PARCEL));
                left.add(parcels.parcel(name, counted.getOrDefault(name, 0L), some));
              }
            });
    Fate fate = Fate.FORGOTTEN;
    try {
      store.leave(left);
      fate = Fate.HANDED_ON;
    } finally {
      tracker.gone(open, fate);
    }
    return open.size();
  }

  /**
   * Goes on with what others have left of the recommenders whose events are heard, blocking.
   *
   * @return how many answers those were
   * @throws BackendFailure when the store fails; what was taken is adopted the next time
   */
  public int adopt() {
    closeGaps();
    positions.get().keySet().forEach(this::take);
    Map<String, List<Taken>> byName =
        taken.stream().collect(Collectors.groupingBy(each -> each.parcel().subject()));
    int count = 0;
    for (Map.Entry<String, List<Taken>> each : byName.entrySet()) {
      count += adopt(each.getKey(), each.getValue());
    }
    return count;
  }

  private void take(String recommender) {
    while (taken.size() < MOST) {
      Optional<Parcel> parcel = store.take(Parcel.Kind.LISTS, recommender, ListParcels.FORM);
      if (parcel.isEmpty()) {
        return;
      }
      try {
        taken.add(parcels.read(parcel.get()));
      } catch (BackendFailure unreadable) {
        LOG.log(Level.WARNING, "lists are lost: " + unreadable.explanation());
      }
    }
  }

  private int adopt(String recommender, List<Taken> some) {
    Map<String, TrackedAnswer> answers = new HashMap<>();
    some.forEach(each -> each.answers().forEach(answer -> answers.put(answer.id(), answer)));
    Instant now = clock.instant();
    long first = some.stream().map(Taken::counted).min(Comparator.naturalOrder()).orElse(0L);
    long last =
        read(
            recommender,
            first,
            (id, event) -> {
              TrackedAnswer answer = answers.get(id);
              if (answer != null) {
                tracker.missed(answer, event, now);
              }
            });
    taken.removeAll(some);
    some.forEach(each -> tracker.adopt(each.answers()));
    gaps.add(new Gap(recommender, last, answers.keySet()));
    closeGaps();
    return answers.size();
  }

  /** Finds the events that were heard here a moment before the answers were remembered. */
  private void closeGaps() {
    for (Gap gap = gaps.peek(); gap != null; gap = gaps.peek()) {
      Gap open = gap;
      long _ =
          read(
              open.recommender(),
              open.after(),
              (id, event) -> {
                if (open.answers().contains(id)) {
                  tracker.mayHaveHappened(open.recommender(), event);
                }
              });
      gaps.remove();
    }
  }

  /** Reads the events after that number that refer to an answer; returns where it ends. */
  private long read(String recommender, long after, BiConsumer<String, Event> each) {
    long at = after;
    for (List<NumberedChange> page = log.after(recommender, at, PAGE);
        !page.isEmpty();
        page = log.after(recommender, at, PAGE)) {
      for (NumberedChange numbered : page) {
        if (numbered.change() instanceof Change.Record(Event event)) {
          event.recommendation().ifPresent(id -> each.accept(id, event));
        }
      }
      at = page.getLast().sequence();
    }
    return at;
  }
}
