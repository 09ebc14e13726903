package io.salver.monitor.outcome;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of lists of items: sums, so that those of panes, groups and replicas add up.
 * Immutable.
 *
 * <p>The click-through rate is the share of the lists in which something was clicked. The gain of
 * an item is 1 if it was clicked or bought, else 0, its discount the logarithm of its place
 * (Järvelin and Kekäläinen, 2002), and the best order has the same items at the top. A list in
 * which nothing was clicked or bought has a gain of 0; {@code ndcg} is the mean of all lists,
 * {@code ndcg_clicked} that of those in which something was.
 *
 * @param lists that were shown
 * @param clicked of them, in which something was clicked
 * @param relevant of them, in which something was clicked or bought
 * @param gains the sum of their normalised discounted cumulative gains
 * @param squares the sum of the squares of those
 */
public record ListCounts(long lists, long clicked, long relevant, double gains, double squares) {

  /** Of no lists. */
  public static final ListCounts NONE = new ListCounts(0, 0, 0, 0, 0);

  /** Of one list. */
  static ListCounts of(ListOutcome list) {
    return new ListCounts(
        1,
        list.isClicked() ? 1 : 0,
        list.isRelevant() ? 1 : 0,
        list.ndcg(),
        list.ndcg() * list.ndcg());
  }

  /** Of these and of others. */
  public ListCounts plus(ListCounts other) {
    return new ListCounts(
        lists + other.lists,
        clicked + other.clicked,
        relevant + other.relevant,
        gains + other.gains,
        squares + other.squares);
  }

  /** All figures; none without lists. */
  List<QualityMetric> metrics() {
    if (lists <= 0) {
      return List.of();
    }
    List<QualityMetric> metrics = new ArrayList<>();
    metrics.add(QualityMetric.of(QualityMetric.CTR, Estimate.share(clicked, lists)));
    if (lists > 1) { // a mean of one value has no interval
      metrics.add(QualityMetric.of(QualityMetric.NDCG, mean(lists)));
    }
    if (relevant > 1) {
      metrics.add(QualityMetric.of(QualityMetric.NDCG_CLICKED, mean(relevant)));
    }
    return metrics;
  }

  private Estimate mean(long of) {
    return Estimate.mean(gains, squares, of).within(0, 1);
  }
}
