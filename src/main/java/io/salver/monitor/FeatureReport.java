package io.salver.monitor;

import io.salver.monitor.drift.Decision;
import io.salver.monitor.drift.DriftState;
import io.salver.monitor.drift.DriftTest;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.quality.QualityResult;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a window says of one feature, prediction or embedding. Immutable.
 *
 * @param total values that came, whatever they were
 * @param numbers the numbers among them; absent for categories, embeddings, and while there are
 *     none
 * @param bins the shares of the reference and of the window that the tests compare; empty for
 *     embeddings and without a reference. For categories without a reference: the frequent ones
 * @param tests every test that applies; empty without a reference
 * @param deciding the test that decides; absent without a reference
 * @param decision whether there is a drift
 * @param quality of each kind that applies; empty for embeddings
 */
public record FeatureReport(
    String name,
    Role role,
    Type type,
    long total,
    Optional<NumberSummary> numbers,
    List<Bin> bins,
    List<TestResult> tests,
    Optional<DriftTest> deciding,
    Decision decision,
    List<QualityResult> quality) {

  /** Copies the lists. */
  public FeatureReport {
    bins = List.copyOf(bins);
    tests = List.copyOf(tests);
    quality = List.copyOf(quality);
  }

  /** Which end of the model it is of. */
  public enum Role {
    FEATURE,
    PREDICTION,
    EMBEDDING
  }

  /** How its values are counted. */
  public enum Type {
    NUMBER,
    CATEGORY,
    VECTOR
  }

  /**
   * A bin of numbers or a category.
   *
   * @param label the category, or the numbers as an interval
   * @param reference the share of the reference in it; 0 without one
   * @param window the share of the window in it
   * @param isNew whether the reference does not list the category
   */
  public record Bin(String label, double reference, double window, boolean isNew) {}

  /** Whether it has drifted, or a fault of its values lasts. */
  public boolean isConspicuous() {
    return decision.drifted() || quality.stream().anyMatch(each -> each.decision().drifted());
  }

  /** Whether there was no window yet that could be judged. */
  boolean isUndecided() {
    return decision.state() == DriftState.UNKNOWN;
  }

  /** The result of the test that decides; absent without a reference. */
  public Optional<TestResult> decidingResult() {
    return tests.stream()
        .filter(result -> deciding.filter(test -> test == result.test()).isPresent())
        .findFirst();
  }
}
