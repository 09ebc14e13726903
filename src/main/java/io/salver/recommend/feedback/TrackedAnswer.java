package io.salver.recommend.feedback;

import io.salver.monitor.outcome.ListOutcome;
import io.salver.recommend.Recommendation;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.feedback.FeedbackObserver.Arm;
import io.salver.serving.ArmOutcomes;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer whose events may still come. Guarded by the tracker. */
final class TrackedAnswer {

  private final String id;
  private final Arm arm;
  private final long nanos;
  private final long[] items;
  private final List<? extends ArmOutcomes> ways;
  private final Recommendation.Judged judged;
  private final Map<EventType, BitSet> positions = new EnumMap<>(EventType.class);

  TrackedAnswer(Recommendation answer, long nanos) {
    this(
        answer.id(),
        new Arm(answer.recommender(), answer.arm()),
        nanos,
        answer.items().stream().mapToLong(Recommendation.Item::id).toArray(),
        answer.ways(),
        answer.judged());
  }

  /**
   * One of which nothing was heard.
   *
   * @param items never changed
   */
  TrackedAnswer(
      String id,
      Arm arm,
      long nanos,
      long[] items,
      List<? extends ArmOutcomes> ways,
      Recommendation.Judged judged) {
    this.id = id;
    this.arm = arm;
    this.nanos = nanos;
    this.items = items;
    this.ways = ways;
    this.judged = judged;
  }

  String id() {
    return id;
  }

  Arm arm() {
    return arm;
  }

  /** When it was given. */
  long nanos() {
    return nanos;
  }

  long[] items() {
    return items;
  }

  /** The arms of rollouts that are told what becomes known of it. */
  List<? extends ArmOutcomes> ways() {
    return ways;
  }

  Recommendation.Judged judged() {
    return judged;
  }

  /** The places of the items of which events of each type were heard. */
  Map<EventType, BitSet> positions() {
    return positions;
  }

  boolean isOfBatch() {
    return judged.isOfBatch();
  }

  boolean has(long item) {
    return position(item) >= 0;
  }

  /** Whether {@code item} is in it, and nothing of that type was heard of it before. */
  boolean add(EventType type, long item) {
    int position = position(item);
    if (position < 0) {
      return false;
    }
    BitSet of = positions.computeIfAbsent(type, each -> new BitSet());
    boolean isNew = !of.get(position);
    of.set(position);
    return isNew;
  }

  /**
   * Tells the ways that led to it what became of it: for each type of event whether one came, by
   * the type's name, the same for clicks as {@code ctr}, and {@code ndcg}.
   */
  void tellWays() {
    for (ArmOutcomes way : ways) {
      for (EventType type : EventType.values()) {
        way.known(type.label(), positions.containsKey(type) ? 1 : 0);
      }
      way.known("ctr", isClicked() ? 1 : 0);
      way.known("ndcg", ndcg());
    }
  }

  /** What became of it, for the versions that made it; empty where nobody did. */
  Optional<ListOutcome> outcome() {
    if (judged.models().isEmpty()) {
      return Optional.empty();
    }
    BitSet relevant = new BitSet();
    relevant.or(of(EventType.CLICK));
    relevant.or(of(EventType.PURCHASE));
    return Optional.of(
        new ListOutcome(
            judged.models(),
            judged.groups(),
            judged.settings(),
            isClicked(),
            !relevant.isEmpty(),
            ndcg(relevant)));
  }

  boolean isClicked() {
    return positions.containsKey(EventType.CLICK);
  }

  /** Whether an event says that it was shown. */
  boolean isSeen() {
    return positions.containsKey(EventType.IMPRESSION);
  }

  /** The normalised discounted cumulative gain of the clicks; 0 without any. */
  double ndcg() {
    return ndcg(of(EventType.CLICK));
  }

  private BitSet of(EventType type) {
    return positions.getOrDefault(type, new BitSet());
  }

  private int position(long item) {
    for (int position = 0; position < items.length; position++) {
      if (items[position] == item) {
        return position;
      }
    }
    return -1;
  }

  private static double ndcg(BitSet relevant) {
    double gain = relevant.stream().mapToDouble(TrackedAnswer::discount).sum();
    double ideal = 0;
    for (int position = 0; position < relevant.cardinality(); position++) {
      ideal += discount(position);
    }
    return ideal == 0 ? 0 : gain / ideal;
  }

  private static double discount(int position) {
    return Math.log(2) / Math.log(position + 2.0);
  }
}
