package io.salver.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * To which arm each of the {@value #COUNT} slots belongs, that is, each hundredth of a percent of
 * all keys. Immutable.
 *
 * <p>New weights move as few slots as they can: those that shrinking arms give up, into growing
 * arms. So raising a canary from 5 to 10 percent moves keys only into the canary, whatever other
 * arms there are; and since an arm gives up first what it got last, taking the step back restores
 * what was. Because of this the slots depend on the weights that were before, and are kept.
 */
public final class Slots {

  /** How many there are. */
  public static final int COUNT = 10_000;

  private final List<Range> ranges;
  private final String[] arms;

  /**
   * Neighbouring slots of one arm.
   *
   * @param arm the name of the arm
   * @param from the first slot
   * @param until the slot after the last
   * @param since the step of weights at which the arm got them, from 0
   */
  public record Range(String arm, int from, int until, int since) {

    int size() {
      return until - from;
    }
  }

  private Slots(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
    this.arms = new String[COUNT];
    for (Range range : ranges) {
      for (int slot = range.from(); slot < range.until(); slot++) {
        arms[slot] = range.arm();
      }
    }
  }

  /**
   * The slots of arms that have not had any: neighbouring ones, by the arms' names.
   *
   * @param weights slots of each arm; they sum to {@value #COUNT}
   * @throws IllegalArgumentException when they do not, or one is negative
   */
  public static Slots of(Map<String, Integer> weights) {
    requireWhole(weights.values());
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    for (Map.Entry<String, Integer> each : new TreeMap<>(weights).entrySet()) {
      if (each.getValue() > 0) {
        ranges.add(new Range(each.getKey(), from, from + each.getValue(), 0));
        from += each.getValue();
      }
    }
    return new Slots(ranges);
  }

  /**
   * The slots as they were kept.
   *
   * @throws IllegalArgumentException when they do not cover every slot once
   */
  public static Slots ofRanges(Collection<Range> kept) {
    List<Range> sorted = kept.stream().sorted(Comparator.comparingInt(Range::from)).toList();
    int next = 0;
    for (Range range : sorted) {
      if (range.from() != next || range.until() <= range.from() || range.until() > COUNT) {
        throw new IllegalArgumentException(
            "slots must follow one another from 0 to %d; %s stands where %d was expected"
                .formatted(COUNT, range, next));
      }
      next = range.until();
    }
    if (next != COUNT) {
      throw new IllegalArgumentException("slots must end at %d, not at %d".formatted(COUNT, next));
    }
    return new Slots(sorted);
  }

  /** The arm of a slot. */
  public String arm(int slot) {
    return arms[slot];
  }

  /** What to keep; in the order of the slots. */
  public List<Range> ranges() {
    return ranges;
  }

  /** How many slots each arm has, by its name; arms without any are left out. */
  public Map<String, Integer> weights() {
    Map<String, Integer> weights = new TreeMap<>();
    ranges.forEach(range -> weights.merge(range.arm(), range.size(), Integer::sum));
    return weights;
  }

  /**
   * The slots after the next step.
   *
   * @param weights as in {@link #of}; arms that are not named lose all their slots
   */
  public Slots reweigh(Map<String, Integer> weights) {
    requireWhole(weights.values());
    int step = 1 + ranges.stream().mapToInt(Range::since).max().orElseThrow();
    Map<String, Integer> before = weights();
    List<Range> after = new ArrayList<>();
    PriorityQueue<Range> free = new PriorityQueue<>(Comparator.comparingInt(Range::from));
    before.forEach(
        (arm, had) -> keep(arm, Math.min(had, weights.getOrDefault(arm, 0)), after, free));
    new TreeMap<>(weights)
        .forEach(
            (arm, wanted) -> take(arm, wanted - before.getOrDefault(arm, 0), step, after, free));
    after.sort(Comparator.comparingInt(Range::from));
    return new Slots(after);
  }

  /** Leaves an arm so many slots, those that it got first; the others become free. */
  private void keep(String arm, int slots, List<Range> after, PriorityQueue<Range> free) {
    int left = slots;
    List<Range> own =
        ranges.stream()
            .filter(range -> range.arm().equals(arm))
            .sorted(Comparator.comparingInt(Range::since).thenComparingInt(Range::from))
            .toList();
    for (Range range : own) {
      int kept = Math.min(left, range.size());
      left -= kept;
      if (kept > 0) {
        after.add(new Range(arm, range.from(), range.from() + kept, range.since()));
      }
      if (kept < range.size()) {
        free.add(new Range(arm, range.from() + kept, range.until(), range.since()));
      }
    }
  }

  /** Gives an arm so many of the free slots, the lowest first. */
  private static void take(
      String arm, int slots, int step, List<Range> after, PriorityQueue<Range> free) {
    int left = slots;
    while (left > 0) {
      Range next = free.remove();
      int taken = Math.min(left, next.size());
      left -= taken;
      after.add(new Range(arm, next.from(), next.from() + taken, step));
      if (taken < next.size()) {
        free.add(new Range(next.arm(), next.from() + taken, next.until(), next.since()));
      }
    }
  }

  private static void requireWhole(Collection<Integer> weights) {
    long sum = 0;
    for (int weight : weights) {
      if (weight < 0) {
        throw new IllegalArgumentException("weights must not be negative, received " + weight);
      }
      sum += weight;
    }
    if (sum != COUNT) {
      throw new IllegalArgumentException(
          "weights must sum to %d, received a sum of %d".formatted(COUNT, sum));
    }
  }
}
