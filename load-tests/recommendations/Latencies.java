package recommendations;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every latency of a run, of the request and of each of its stages. Thread-safe. */
public final class Latencies {

  private static final Pattern STAGE =
      Pattern.compile("\"stage\":\"([a-z]+)\".*?\"ms\":([0-9.Ee-]+)");
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<String, ConcurrentLinkedQueue<Double>> millis =
      new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();

  /** Keeps one; without a response, or with another status than 200, it is a failure. */
  public void record(long nanos, HttpResponse<String> response) {
    if (response == null || response.statusCode() != 200) {
      if (failures.incrementAndGet() == 1) {
        System.out.println("  failed: " + (response == null ? "no answer" : response.body()));
      }
      return;
    }
    add("request", nanos / NANOS_PER_MILLI);
    Matcher stage = STAGE.matcher(response.body());
    while (stage.find()) {
      add(stage.group(1), Double.parseDouble(stage.group(2)));
    }
  }

  private void add(String name, double value) {
    millis.computeIfAbsent(name, absent -> new ConcurrentLinkedQueue<>()).add(value);
  }

  /** p50, p95, p99 and the maximum, by what was measured. */
  public Map<String, double[]> summary() {
    if (failures.get() > 0) {
      System.out.println("  " + failures.get() + " requests failed");
    }
    return millis.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> percentiles(entry.getValue()),
                (a, b) -> a,
                TreeMap::new));
  }

  private static double[] percentiles(Iterable<Double> values) {
    List<Double> sorted = new ArrayList<>();
    values.forEach(sorted::add);
    sorted.sort(null);
    return new double[] {
      at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99), sorted.getLast()
    };
  }

  static double at(List<Double> sorted, double quantile) {
    return sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(quantile * sorted.size()) - 1));
  }

  /** The median of each number of several summaries. */
  public static Map<String, double[]> medians(List<Map<String, double[]>> summaries) {
    Map<String, double[]> medians = new TreeMap<>();
    for (String name : summaries.getFirst().keySet()) {
      double[] values = new double[4];
      for (int i = 0; i < values.length; i++) {
        int column = i;
        values[i] =
            median(
                summaries.stream()
                    .filter(summary -> summary.containsKey(name))
                    .mapToDouble(summary -> summary.get(name)[column])
                    .toArray());
      }
      medians.put(name, values);
    }
    return medians;
  }

  /** The median, of an even number the larger one in the middle; sorts {@code values}. */
  public static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Prints a summary. */
  public static void print(Map<String, double[]> summary) {
    System.out.printf("  %-10s %9s %9s %9s %9s  (ms)%n", "", "p50", "p95", "p99", "max");
    summary.forEach(
        (name, p) ->
            System.out.printf(
                Locale.ROOT, "  %-10s %9.3f %9.3f %9.3f %9.3f%n", name, p[0], p[1], p[2], p[3]));
  }
}
