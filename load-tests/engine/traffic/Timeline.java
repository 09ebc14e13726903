package engine.traffic;

import engine.load.Tally.Second;
import engine.report.Chart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What was sent and answered, second by second. */
record Timeline(List<Second> seconds) {

  /** The highest of the quantiles of the seconds from {@code from} to before {@code to}, in ms. */
  double worst(int from, int to, double quantile) {
    return seconds.subList(Math.min(from, seconds.size()), Math.min(to, seconds.size())).stream()
        .mapToDouble(second -> second.millis(quantile))
        .max()
        .orElse(Double.NaN);
  }

  /** The share of good answers. */
  double share(int from, int to) {
    List<Second> part =
        seconds.subList(Math.min(from, seconds.size()), Math.min(to, seconds.size()));
    double sent = part.stream().mapToLong(Second::sent).sum();
    return part.stream().mapToLong(Second::good).sum() / sent;
  }

  /** Seconds from {@code from} until a second is as calm again; NaN where none is. */
  double calmAfter(int from, double millis) {
    for (int at = from; at < seconds.size(); at++) {
      Second second = seconds.get(at);
      if (second.good() == second.sent() && second.millis(0.99) <= millis) {
        return at - from;
      }
    }
    return Double.NaN;
  }

  /** The median of the 99th percentiles of the last third over that of the first. */
  double drift() {
    int third = seconds.size() / 3;
    return third == 0
        ? Double.NaN
        : median(seconds.subList(2 * third, 3 * third)) / median(seconds.subList(0, third));
  }

  /** What was sent and what was answered in time. */
  Chart rates(String title) {
    return new Chart(title, "seconds", "requests a second")
        .line("sent", points(Second::sent))
        .line("good", points(Second::good));
  }

  Chart tail(String title) {
    return new Chart(title, "seconds", "p99, ms").line("p99", points(s -> s.millis(0.99)));
  }

  private List<double[]> points(ToDoubleFunction<Second> value) {
    List<double[]> points = new ArrayList<>();
    for (int at = 0; at < seconds.size(); at++) {
      points.add(new double[] {at, value.applyAsDouble(seconds.get(at))});
    }
    return points;
  }

  private static double median(List<Second> part) {
    double[] values = part.stream().mapToDouble(second -> second.millis(0.99)).sorted().toArray();
    return values.length == 0
        ? Double.NaN
        : Arrays.stream(values).skip(values.length / 2).findFirst().getAsDouble();
  }
}
