package io.salver.task.tabular;

import io.salver.fault.InvalidInput;
import io.salver.table.EncodedColumn;
import io.salver.table.EncodedRows;
import io.salver.table.Feature;
import io.salver.task.tabular.Explain.Method;
import io.salver.task.tabular.Explanation.Attribution;
import io.salver.task.tabular.Sampling.Contributions;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Explains answers by what the model says of mixtures of their rows with the background rows. Not
 * thread-safe.
 */
final class SampledExplanations {

  private static final int USUAL_BUDGET = 1_000;

  /** Rows that the model may run for the explanations of one request. */
  private static final long MOST_RUNS = 2_000_000;

  private final TabularPlan plan;
  private final EncodedRows rows;
  private final EncodedRows background;
  private final Explain explain;
  private final Sampling sampling;
  private final double[][] backgroundTargets;

  /** For the {@code count} of {@code rows} that are answered. */
  SampledExplanations(TabularPlan plan, EncodedRows rows, Explain explain, int count) {
    this.plan = plan;
    this.rows = rows;
    this.background = plan.background().orElseThrow();
    this.explain = explain;
    this.sampling = sampling();
    this.backgroundTargets = new double[background.count()][];
    long runs = (long) sampling.size() * count;
    if (runs > MOST_RUNS) {
      throw new InvalidInput(
          "explaining %d rows takes %d runs of a row each, which is more than %d together; ask for fewer rows or a smaller explain.budget"
              .formatted(count, sampling.size(), MOST_RUNS));
    }
  }

  private Sampling sampling() {
    int features = plan.schema().features().size();
    boolean isShapley = explain.method() == Method.SHAPLEY;
    int least = isShapley ? ShapleySampling.least(features) : features;
    int budget = explain.budget().orElse(Math.max(USUAL_BUDGET, least));
    if (budget < least) {
      throw new InvalidInput(
          "explain.budget is %d; at least %d rows are needed for %d features"
              .formatted(budget, least, features));
    }
    return isShapley
        ? new ShapleySampling(features, background.count(), budget, explain.seed())
        : new PermutationSampling(features, background.count(), budget, explain.seed());
  }

  /** Reads the outputs of a run of background rows. */
  void readBackground(Tensors outputs, int[] places) {
    for (int at = 0; at < places.length; at++) {
      backgroundTargets[places[at]] = plan.reading().targets(outputs, places.length, at);
    }
  }

  /**
   * The mixed rows of one row.
   *
   * @param target which of its targets is explained
   * @param explained that one
   */
  Row row(int row, int target, double explained) {
    return new Row(row, target, explained);
  }

  /** The explanation of one row on its way. */
  final class Row {

    private final int target;
    private final double explained;
    private final EncodedRows mixed;
    private final double[] values;
    private int read;
    private Consumer<Explanation> listener = _ -> {};
    private Optional<String> label = Optional.empty();

    private Row(int row, int target, double explained) {
      this.target = target;
      this.explained = explained;
      this.mixed = mixed(row);
      this.values = new double[sampling.size()];
    }

    EncodedRows rows() {
      return mixed;
    }

    /** Has {@code listener} hear of the explanation, which is of the class of that label. */
    void whenRead(Consumer<Explanation> listener, Optional<String> label) {
      this.listener = listener;
      this.label = label;
      if (values.length == 0) {
        listener.accept(explanation());
      }
    }

    /** Reads the outputs of a run of mixed rows. */
    void read(Tensors outputs, int[] places) {
      for (int at = 0; at < places.length; at++) {
        values[places[at]] = plan.reading().targets(outputs, places.length, at)[target];
      }
      read += places.length;
      if (read == values.length) {
        listener.accept(explanation());
      }
    }

    private Explanation explanation() {
      double[] backgrounds =
          Arrays.stream(backgroundTargets).mapToDouble(each -> each[target]).toArray();
      Contributions found = sampling.contributions(values, explained, backgrounds);
      List<Feature> features = plan.schema().features();
      return new Explanation(
          explain.method(),
          label,
          explained,
          OptionalDouble.of(Arrays.stream(backgrounds).average().orElseThrow()),
          IntStream.range(0, features.size())
              .mapToObj(i -> attribution(features.get(i), found, i))
              .toList(),
          values.length);
    }
  }

  private static Attribution attribution(Feature feature, Contributions found, int place) {
    double error = found.errors()[place];
    return new Attribution(
        feature.name(),
        found.values()[place],
        Double.isNaN(error) ? OptionalDouble.empty() : OptionalDouble.of(error));
  }

  private EncodedRows mixed(int row) {
    int[] others = IntStream.range(0, sampling.size()).map(sampling::background).toArray();
    List<EncodedColumn> columns = new ArrayList<>();
    for (int i = 0; i < rows.columns().size(); i++) {
      int feature = i;
      int[] places =
          IntStream.range(0, others.length)
              .map(run -> sampling.isOwn(run, feature) ? row : -1)
              .toArray();
      columns.add(rows.columns().get(i).mixed(places, background.columns().get(i), others));
    }
    return new EncodedRows(others.length, columns);
  }
}
