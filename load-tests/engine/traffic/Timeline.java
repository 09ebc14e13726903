package engine.traffic;

import engine.load.Tally.Second;
import engine.report.Chart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  Chart chart(String title) {
    List<double[]> tail = new ArrayList<>();
    List<double[]> good = new ArrayList<>();
    List<double[]> sent = new ArrayList<>();
    for (int at = 0; at < seconds.size(); at++) {
      tail.add(new double[] {at, seconds.get(at).millis(0.99)});
      good.add(new double[] {at, seconds.get(at).good()});
      sent.add(new double[] {at, seconds.get(at).sent()});
    }
    return new Chart(title, "seconds", "requests a second; ms")
        .line("sent", sent)
        .line("good", good)
        .line("p99, ms", tail);
  }

  private static double median(List<Second> part) {
    double[] values = part.stream().mapToDouble(second -> second.millis(0.99)).sorted().toArray();
    return values.length == 0
        ? Double.NaN
        : Arrays.stream(values).skip(values.length / 2).findFirst().getAsDouble();
  }
}
