package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Interval;

/**
 * Bins of the standard deviation that a predicted interval stands for if it is one of a normal law,
 * four to each doubling. Stateless.
 */
final class WidthBins {

  static final int COUNT = 256;

  private static final double PER_DOUBLING = 4;

  private WidthBins() {}

  /** The standard deviation; NaN where the interval says none. */
  static double deviation(Interval interval) {
    double width = interval.high() - interval.low();
    double level = interval.level();
    return Double.isFinite(width) && width >= 0 && level > 0 && level < 1
        ? width / 2 / NormalLaw.quantile((1 + level) / 2)
        : Double.NaN;
  }

  /** The squared error that an interval lets expect of the best guess, which may lie beside it. */
  static double square(Predicted.Value predicted, Interval interval) {
    double deviation = deviation(interval);
    double offset = predicted.value() - (interval.low() + interval.high()) / 2;
    return deviation * deviation + (Double.isFinite(offset) ? offset * offset : 0);
  }

  static int of(double deviation) {
    double place = PER_DOUBLING * Math.log(deviation) / Math.log(2) + COUNT / 2.0;
    return (int) Math.clamp(Math.floor(place), 0, COUNT - 1);
  }
}
