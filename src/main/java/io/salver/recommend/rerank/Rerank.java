package io.salver.recommend.rerank;

import io.salver.recommend.Placement;
import io.salver.recommend.StageReport;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.rerank.Selection.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The last stage for one request. In this order: boosts and buries change scores; the scores decide
 * the order; pinned items are set aside and counted; places for exploration are set aside; the rest
 * is picked one by one, in the order of scores or by diversity, past duplicates and caps; explored
 * items are drawn from what is left, past the same; then pins get their places, explored items
 * random ones of the others. Used once, by one thread.
 */
public final class Rerank {

  private static final String BEYOND = "k";
  private static final String DIVERSITY = "diversity";
  private static final String EXPLORATION = "exploration";

  private final Wanted wanted;
  private final List<Rule> rules;
  private final Quotas quotas;
  private final Table items;
  private final Exploration chance;
  private final Pins pins = new Pins();
  private final SequencedMap<String, Integer> moved = new LinkedHashMap<>();

  /** How diverse and how exploring the answer shall be. */
  record Wanted(Diversity method, double diversity, double exploration) {}

  Rerank(Wanted wanted, List<Rule> rules, Quotas quotas, Table items, String seed) {
    this.wanted = wanted;
    this.rules = rules;
    this.quotas = quotas;
    this.items = items;
    this.chance = new Exploration(seed);
  }

  /**
   * The rows of pinned items that may be answered and have a place; they must be among the
   * candidates of {@link #select}. To be asked once.
   *
   * @param eligible whether the item in a row may be answered
   */
  public int[] pins(int k, IntPredicate eligible) {
    pins.collect(rules, k, eligible, items, moved);
    return pins.rows();
  }

  /**
   * The answer.
   *
   * @param k most items of it
   * @param rows rows of the candidates; not copied, only read
   * @param scores in the same order; not copied, only read
   * @param vectors embeddings of the candidates
   */
  public Selection select(int k, int[] rows, float[] scores, ItemVectors vectors) {
    float[] adjusted = new Boosts(items).apply(rules, rows, scores, moved);
    List<Integer> pinned = pins.among(rows);
    pinned.forEach(candidate -> quotas.take(rows[candidate]));
    int free = k - pinned.size();
    int exploring = chance.places(wanted.exploration(), free);

    int[] order = order(rows, adjusted);
    boolean[] taken = new boolean[rows.length];
    List<Placed> ranked = rank(free - exploring, order, rows, adjusted, vectors, taken);
    List<Placed> explored = explore(exploring, order, rows, adjusted, taken);
    List<Placed> all = arrange(pinned, rows, ranked, explored);

    SequencedMap<String, Integer> removed = new LinkedHashMap<>();
    int beyond = rows.length - all.size() - quotas.report(removed);
    if (beyond > 0) {
      removed.merge(BEYOND, beyond, Integer::sum);
    }
    return new Selection(all, adjusted, removed, moved, measures(all, rows, vectors));
  }

  /** Candidates that are not pinned, best first. */
  private int[] order(int[] rows, float[] scores) {
    int[] order = ScoreSort.descending(scores);
    return pins.isEmpty()
        ? order
        : IntStream.of(order).filter(candidate -> !pins.contains(rows[candidate])).toArray();
  }

  private List<Placed> rank(
      int places, int[] order, int[] rows, float[] scores, ItemVectors vectors, boolean[] taken) {
    Picker picker =
        wanted.diversity() > 0 && places > 1
            ? DiversePicker.of(
                wanted.method(), wanted.diversity(), rows, scores, order, places, vectors)
            : new ScoreOrder(order);
    List<Placed> ranked = new ArrayList<>(places);
    while (ranked.size() < places) {
      int candidate = picker.next();
      if (candidate == Picker.NONE) {
        break;
      }
      taken[candidate] = true;
      if (quotas.offer(rows[candidate])) {
        picker.taken();
        ranked.add(new Placed(candidate, Placement.RANKED));
      }
    }
    report(DIVERSITY, picker.moved());
    return ranked;
  }

  private List<Placed> explore(
      int places, int[] order, int[] rows, float[] scores, boolean[] taken) {
    List<Placed> explored = new ArrayList<>(places);
    if (places > 0) {
      int[] left = IntStream.of(order).filter(candidate -> !taken[candidate]).toArray();
      for (int candidate : chance.draw(left, scores)) {
        if (explored.size() == places) {
          break;
        }
        if (quotas.offer(rows[candidate])) {
          explored.add(new Placed(candidate, Placement.EXPLORED));
        }
      }
    }
    report(EXPLORATION, explored.size());
    return explored;
  }

  private List<Placed> arrange(
      List<Integer> pinned, int[] rows, List<Placed> ranked, List<Placed> explored) {
    int others = ranked.size() + explored.size();
    List<Placed> rest = new ArrayList<>(ranked);
    int[] positions = chance.positions(explored.size(), others);
    for (int i = 0; i < positions.length; i++) {
      rest.add(positions[i], explored.get(i));
    }
    Places places = new Places(pinned.size() + others);
    for (int candidate : pinned) {
      places.put(pins.place(rows[candidate]), new Placed(candidate, Placement.PINNED));
    }
    return places.fill(rest);
  }

  private void report(String name, int count) {
    if (count > 0) {
      moved.put(name, count);
    }
  }

  private static SequencedMap<String, Double> measures(
      List<Placed> places, int[] rows, ItemVectors vectors) {
    SequencedMap<String, Double> measures = new LinkedHashMap<>();
    int[] positions = places.stream().mapToInt(Placed::candidate).toArray();
    UnitVectors listed = UnitVectors.of(rows, positions, positions.length, vectors);
    if (listed.present() > 1) {
      measures.put(StageReport.INTRA_LIST_DIVERSITY, 1 - listed.meanCosine());
    }
    return measures;
  }
}
