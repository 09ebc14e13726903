package io.salver.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the spans of a text that score the most where each token has a score as the first and one
 * as the last of it: their sum is the span's. Window after window is added; of a span that several
 * hold the greatest score counts. Confined to one thread at a time.
 */
public final class SpanSearch {

  private static final Comparator<Span> BEST_FIRST =
      Comparator.comparingDouble(Span::score)
          .reversed()
          .thenComparingInt(Span::first)
          .thenComparingInt(Span::last);

  /** Spans that are kept beside the best before these are picked out. */
  private static final int SPARE = 64;

  private final int mostTokens;
  private final int count;
  private final Map<Long, Span> best = new HashMap<>();

  /** What a span must score to be among the best of so far. */
  private double least = Double.NEGATIVE_INFINITY;

  private double logSum = Double.NEGATIVE_INFINITY;

  /**
   * Looks for the {@code count} best spans.
   *
   * @param mostTokens of a span
   */
  public SpanSearch(int mostTokens, int count) {
    this.mostTokens = mostTokens;
    this.count = count;
  }

  /**
   * Tokens from {@code first} to {@code last}, both of them inside.
   *
   * @param score a logarithm
   */
  public record Span(int first, int last, double score) {}

  /**
   * Adds a window.
   *
   * @param starts the score of each token as the first, from the place {@code from} on
   * @param ends as the last, likewise
   * @param length how many tokens may be in a span
   * @param place of the first of them in the whole text
   */
  public void add(float[] starts, float[] ends, int from, int length, int place) {
    for (int first = 0; first < length; first++) {
      int beyond = Math.min(length, first + mostTokens);
      for (int last = first; last < beyond; last++) {
        double score = (double) starts[from + first] + ends[from + last];
        logSum = LogSum.of(logSum, score);
        if (score >= least) {
          offer(new Span(place + first, place + last, score));
        }
      }
    }
  }

  /** The best spans, the best first. */
  public List<Span> best() {
    List<Span> all = new ArrayList<>(best.values());
    all.sort(BEST_FIRST);
    return List.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  /** log Σ exp(score) of all spans of all windows. */
  public double logSum() {
    return logSum;
  }

  private void offer(Span span) {
    best.merge(key(span), span, (one, other) -> BEST_FIRST.compare(one, other) <= 0 ? one : other);
    if (best.size() > 2 * count + SPARE) {
      List<Span> kept = best();
      best.clear();
      kept.forEach(each -> best.put(key(each), each));
      least = kept.getLast().score();
    }
  }

  private static long key(Span span) {
    return ((long) span.first() << Integer.SIZE) | span.last();
  }
}
