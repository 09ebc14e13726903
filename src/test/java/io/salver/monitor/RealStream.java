package io.salver.monitor;

import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A data set whose rows came in an order, with a label each.
 *
 * @param names of the columns
 * @param rows row by row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RealStream(String name, List<String> names, double[][] rows, boolean[] labels) {

  /** The column of Elec2 that is a category. */
  static final String DAY = "day";

  /**
   * Elec2: half-hours of the electricity market of New South Wales, 1996 to 1998 (Harries, 1999).
   * The label says whether the price is above its average of the day before.
   */
  static RealStream elec2(Path data) throws IOException {
    Path folder = data.resolve("drift/elec2");
    double[][] all = read(folder.resolve("elec2_data.dat"), " ");
    double[][] rows =
        Arrays.stream(all).map(row -> Arrays.copyOfRange(row, 1, 8)).toArray(double[][]::new);
    return new RealStream(
        "Elec2",
        List.of(DAY, "period", "nswprice", "nswdemand", "vicprice", "vicdemand", "transfer"),
        rows,
        labels(folder.resolve("elec2_label.dat")));
  }

  /** Days of weather at Offutt Air Force Base over 50 years; the label is rain (Elwell, 2011). */
  static RealStream weather(Path data) throws IOException {
    Path folder = data.resolve("drift/weather-drift");
    return new RealStream(
        "weather",
        List.of(
            "temperature", "dew point", "pressure", "visibility", "wind", "gust", "high", "low"),
        read(folder.resolve("NEweather_data.csv"), ","),
        labels(folder.resolve("NEweather_class.csv")));
  }

  /** In another order. */
  RealStream shuffled(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] mixed = rows.clone();
    boolean[] mixedLabels = labels.clone();
    for (int i = mixed.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double[] row = mixed[i];
      mixed[i] = mixed[j];
      mixed[j] = row;
      boolean label = mixedLabels[i];
      mixedLabels[i] = mixedLabels[j];
      mixedLabels[j] = label;
    }
    return new RealStream(name, names, mixed, mixedLabels);
  }

  /** Some of its rows. */
  RealStream part(int from, int until) {
    return new RealStream(
        name,
        names,
        Arrays.copyOfRange(rows, from, until),
        Arrays.copyOfRange(labels, from, until));
  }

  int size() {
    return rows.length;
  }

  boolean isCategory(int column) {
    return names.get(column).equals(DAY);
  }

  double[] column(int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  /** The reference profile of its rows. */
  Profile profile() {
    Map<String, FeatureProfile> features = new LinkedHashMap<>();
    for (int column = 0; column < names.size(); column++) {
      features.put(
          names.get(column),
          isCategory(column)
              ? TestProfiles.categories(counts(column))
              : TestProfiles.of(column(column), 0));
    }
    return new Profile(features, Map.of(), Map.of());
  }

  private Map<String, Long> counts(int column) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (double[] row : rows) {
      counts.merge(Long.toString((long) row[column]), 1L, Long::sum);
    }
    return counts;
  }

  /** A row as a monitor takes it. */
  Sample sample(double[] row) {
    Sample.Builder sample = Sample.builder();
    for (int column = 0; column < row.length; column++) {
      sample.feature(names.get(column), row[column]);
    }
    return sample.build();
  }

  private static double[][] read(Path file, String separator) throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        rows.add(
            Arrays.stream(line.split(separator, -1)).mapToDouble(Double::parseDouble).toArray());
      }
    }
    return rows.toArray(double[][]::new);
  }

  private static boolean[] labels(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    boolean[] labels = new boolean[lines.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Double.parseDouble(lines.get(i)) > 0.5;
    }
    return labels;
  }
}
