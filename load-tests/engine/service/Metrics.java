package engine.service;

import java.util.Map;
import java.util.TreeMap;

/** The samples of one scrape in Prometheus' text format, by name and labels as written. */
public record Metrics(Map<String, Double> samples) {

  static Metrics parse(String text) {
    Map<String, Double> samples = new TreeMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              int end = line.contains("}") ? line.lastIndexOf('}') + 1 : line.indexOf(' ');
              String value = line.substring(end).trim().split(" ")[0];
              samples.put(line.substring(0, end), Double.parseDouble(value));
            });
    return new Metrics(samples);
  }

  /** The sum over all samples of {@code name} that carry {@code labels}, as {@code key="value"}. */
  public double sum(String name, String... labels) {
    double sum = 0;
    for (Map.Entry<String, Double> sample : samples.entrySet()) {
      if (sample.getKey().split("\\{")[0].equals(name) && carries(sample.getKey(), labels)) {
        sum += sample.getValue();
      }
    }
    return sum;
  }

  private static boolean carries(String sample, String... labels) {
    for (String label : labels) {
      if (!sample.contains(label)) {
        return false;
      }
    }
    return true;
  }
}
