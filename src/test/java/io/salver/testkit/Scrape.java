package io.salver.testkit;

import static io.restassured.RestAssured.given;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the management port says at {@code /metrics}, in Prometheus' text format 0.0.4. */
public record Scrape(List<Sample> samples, Map<String, String> types) {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

  /** One series and its value. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** Reads them now. */
  public static Scrape of(SalverProcess salver) {
    return parse(
        given()
            .port(salver.managementPort())
            .accept("text/plain; version=0.0.4")
            .get("/metrics")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  /** Parses the text. */
  public static Scrape parse(String text) {
    List<Sample> samples = new ArrayList<>();
    Map<String, String> types = new HashMap<>();
    for (String line : text.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      if (type.matches()) {
        types.put(type.group(1), type.group(2));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        samples.add(sample(line));
      }
    }
    return new Scrape(List.copyOf(samples), Map.copyOf(types));
  }

  /** The series of this name that have at least these labels. */
  public List<Sample> find(String name, String... labels) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> sample.labels().entrySet().containsAll(labels(labels).entrySet()))
        .toList();
  }

  /** The sum of {@link #find}. */
  public double sum(String name, String... labels) {
    return find(name, labels).stream().mapToDouble(Sample::value).sum();
  }

  /** The values of one label of all series of this name that have these labels. */
  public Set<String> values(String name, String label, String... labels) {
    return Set.copyOf(
        find(name, labels).stream()
            .map(sample -> sample.labels().getOrDefault(label, ""))
            .toList());
  }

  private static Map<String, String> labels(String... namesAndValues) {
    Map<String, String> labels = new HashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      labels.put(namesAndValues[at], namesAndValues[at + 1]);
    }
    return labels;
  }

  private static Sample sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new IllegalArgumentException("not a line of Prometheus' text format: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return new Sample(sample.group(1), Map.copyOf(labels), value(sample.group(3)));
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
