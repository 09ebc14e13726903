package io.salver.recommend.rerank;

import io.salver.recommend.AttributeFilter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What the owner of a recommender wants of its answers beyond the models' order: data, read from
 * its definition. The family is closed. Immutable.
 *
 * <p>Boosts and buries change scores first, one after the other as they stand in the definition;
 * then the order is decided; then pins take their places; caps refuse what comes next in the order
 * but not what is pinned, which they count.
 */
public sealed interface Rule {

  /** Its name in stage reports, unique among the rules of a recommender. */
  String name();

  /** When and for whom it applies. */
  Scope scope();

  /**
   * Puts items into places, where they may be answered at all. A place that is taken by an earlier
   * pin or lies beyond the answer's end makes way to the nearest one that is free behind it, or to
   * the end; a pin beyond {@code k} does nothing.
   *
   * @param places places from 1, by item id, in order
   */
  record Pin(String name, Scope scope, SequencedMap<Long, Integer> places) implements Rule {

    /** Copies the map. */
    public Pin {
      places = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(places));
    }
  }

  /** Raises the scores of items that pass all of {@code items}. */
  record Boost(String name, Scope scope, Map<String, AttributeFilter> items, Weight weight)
      implements Rule {

    /** Copies the map. */
    public Boost {
      items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }
  }

  /** Lowers the scores of items that pass all of {@code items}. */
  record Bury(String name, Scope scope, Map<String, AttributeFilter> items, Weight weight)
      implements Rule {

    /** Copies the map. */
    public Bury {
      items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }
  }

  /**
   * Lets at most {@code most} items of each value of an attribute into an answer; items without the
   * attribute are free, items with several values count for each.
   */
  record Cap(String name, Scope scope, String attribute, int most) implements Rule {}

  /**
   * How much a score is raised or lowered: first by the factor, then by the offset.
   *
   * @param factor at least 1; it works away from 0 for positive scores and towards 0 for negative
   *     ones when it raises, and the other way round when it lowers
   * @param offset at least 0, in units of the score
   */
  record Weight(double factor, double offset) {

    float raise(float score) {
      return (float) ((score < 0 ? score / factor : score * factor) + offset);
    }

    float lower(float score) {
      return (float) ((score < 0 ? score * factor : score / factor) - offset);
    }
  }
}
