package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Section;
import io.salver.task.tabular.Spread.Interval;
import io.salver.task.tabular.Spread.Quantile;
import io.salver.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Makes distributions of the outputs of a run. Immutable. */
sealed interface SpreadReading {

  /** What {@code postprocess} says of it, if anything. */
  static Optional<SpreadReading> read(Section settings, Signature signature) {
    if (settings.has("quantiles") && settings.has("mixture")) {
      throw settings.wrong("mixture", "left out where there are quantiles");
    }
    if (settings.has("mixture")) {
      return Optional.of(OfMixture.read(settings, signature));
    }
    if (settings.has("quantiles")) {
      return Optional.of(OfQuantiles.read(settings, signature));
    }
    if (settings.has("interval")) {
      throw settings.wrong("interval", "left out where there are neither quantiles nor a mixture");
    }
    return Optional.empty();
  }

  /** Whether {@link #middle} can be told. */
  boolean hasMiddle();

  /** The best single value. */
  double middle(Tensors outputs, int rows, int row);

  Spread spread(Tensors outputs, int rows, int row);

  /** The probability of the interval; absent: there is none. */
  Optional<Double> interval();

  /** The levels of the quantiles, ascending. */
  List<Double> levels();

  /** Quantiles that the model gives itself; where they cross, they are put in order. */
  record OfQuantiles(NumberOutput output, List<Double> levels, Optional<Double> interval)
      implements SpreadReading {

    private static final Set<String> KEYS = Set.of("output", "levels");
    private static final double MIDDLE = 0.5;
    private static final double SAME = 1e-9;

    private static OfQuantiles read(Section settings, Signature signature) {
      Section section = settings.section("quantiles", KEYS);
      List<Double> levels = Arrays.stream(section.numbers("levels")).boxed().toList();
      boolean isAscending =
          !levels.isEmpty() && levels.stream().sorted().distinct().toList().equals(levels);
      if (!isAscending || levels.getFirst() <= 0 || levels.getLast() >= 1) {
        throw section.wrong("levels", "numbers between 0 and 1, ascending");
      }
      NumberOutput output =
          NumberOutput.find(section, "output", List.of("quantiles"), signature)
              .require(levels.size(), "levels of quantiles");
      return new OfQuantiles(output, levels, interval(settings, levels));
    }

    private static Optional<Double> interval(Section settings, List<Double> levels) {
      double widest = levels.getLast() - levels.getFirst();
      if (!settings.has("interval")) {
        boolean isCentral =
            levels.size() > 1 && Math.abs(levels.getFirst() + levels.getLast() - 1) < SAME;
        return isCentral ? Optional.of(widest) : Optional.empty();
      }
      double asked = settings.number("interval", 0, 1, widest);
      if (place(levels, (1 - asked) / 2).isEmpty() || place(levels, (1 + asked) / 2).isEmpty()) {
        throw settings.wrong("interval", "between two of the levels " + levels);
      }
      return Optional.of(asked);
    }

    @Override
    public boolean hasMiddle() {
      return place(levels, MIDDLE).isPresent();
    }

    @Override
    public double middle(Tensors outputs, int rows, int row) {
      return values(outputs, rows, row)[place(levels, MIDDLE).orElseThrow()];
    }

    @Override
    public Spread spread(Tensors outputs, int rows, int row) {
      double[] values = values(outputs, rows, row);
      Quantile[] quantiles = new Quantile[values.length];
      Arrays.setAll(quantiles, i -> new Quantile(levels.get(i), values[i]));
      return new Spread(
          OptionalDouble.empty(),
          List.of(quantiles),
          interval.map(
              level ->
                  new Interval(
                      level,
                      values[place(levels, (1 - level) / 2).orElseThrow()],
                      values[place(levels, (1 + level) / 2).orElseThrow()])),
          List.of());
    }

    private double[] values(Tensors outputs, int rows, int row) {
      double[] values = output.row(outputs, rows, row);
      if (values.length != levels.size()) {
        throw new BackendFailure(
            "the model gave %d quantiles of %d".formatted(values.length, levels.size()));
      }
      Arrays.sort(values);
      return values;
    }

    private static Optional<Integer> place(List<Double> levels, double level) {
      for (int i = 0; i < levels.size(); i++) {
        if (Math.abs(levels.get(i) - level) < SAME) {
          return Optional.of(i);
        }
      }
      return Optional.empty();
    }
  }

  /** A mixture of Gaussians. */
  record OfMixture(NumberOutput weights, NumberOutput means, NumberOutput deviations, double level)
      implements SpreadReading {

    private static final Set<String> KEYS = Set.of("weights", "means", "deviations");
    private static final double USUAL_LEVEL = 0.9;

    private static OfMixture read(Section settings, Signature signature) {
      Section section = settings.section("mixture", KEYS);
      double level = settings.number("interval", 0, 1, USUAL_LEVEL);
      if (level <= 0 || level >= 1) {
        throw settings.wrong("interval", "a number between 0 and 1");
      }
      return new OfMixture(
          NumberOutput.find(section, "weights", List.of("weights"), signature),
          NumberOutput.find(section, "means", List.of("means"), signature),
          NumberOutput.find(section, "deviations", List.of("deviations"), signature),
          level);
    }

    @Override
    public boolean hasMiddle() {
      return true;
    }

    @Override
    public double middle(Tensors outputs, int rows, int row) {
      return mixture(outputs, rows, row).mean();
    }

    @Override
    public Spread spread(Tensors outputs, int rows, int row) {
      Mixture mixture = mixture(outputs, rows, row);
      List<Quantile> quantiles =
          levels().stream().map(each -> new Quantile(each, mixture.quantile(each))).toList();
      Interval interval =
          new Interval(level, quantiles.getFirst().value(), quantiles.getLast().value());
      return new Spread(
          OptionalDouble.of(mixture.deviation()),
          quantiles,
          Optional.of(interval),
          mixture.components());
    }

    @Override
    public Optional<Double> interval() {
      return Optional.of(level);
    }

    @Override
    public List<Double> levels() {
      return List.of((1 - level) / 2, 0.5, (1 + level) / 2);
    }

    private Mixture mixture(Tensors outputs, int rows, int row) {
      double[] each = weights.row(outputs, rows, row);
      double[] centres = means.row(outputs, rows, row);
      double[] widths = deviations.row(outputs, rows, row);
      if (each.length != centres.length || each.length != widths.length) {
        throw new BackendFailure(
            "the model gave %d weights, %d means and %d deviations"
                .formatted(each.length, centres.length, widths.length));
      }
      return Mixture.of(each, centres, widths);
    }
  }
}
