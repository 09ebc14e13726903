package io.salver.table;

import java.util.Optional;

/** What becomes of numbers that are not in a feature's range. Immutable. */
record RangeRule(Optional<Range> range, OutOfRange policy, String unit) {

  static RangeRule of(Feature feature) {
    return new RangeRule(
        feature.range(), feature.outOfRange(), feature.unit().map(unit -> " " + unit).orElse(""));
  }

  /** The number that is taken for {@code number}, which is not NaN. */
  double apply(double number, int row, Report report) {
    if (range.isEmpty() || range.get().contains(number)) {
      return number;
    }
    report.outOfRange();
    return switch (policy) {
      case ACCEPT -> number;
      case CLIP -> range.get().nearest(number);
      case ERROR -> {
        report.add(row, () -> range.get() + unit + " is expected, not " + Numbers.plain(number));
        yield number;
      }
    };
  }
}
