package io.salver.monitor;

import io.salver.model.ModelId;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.profile.CategoryProfile;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.NumericProfile;
import io.salver.monitor.profile.Profile;
import io.salver.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to watch a model of 20 features: to take one row, and to report. {@link #main}
 * measures the memory that full panes hold.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MonitorBenchmark {

  private static final int FEATURES = 20;
  private static final int ROWS = 1 << 14;
  private static final List<String> CATEGORIES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  private final List<Sample> numbers = new ArrayList<>();
  private final List<Sample> categories = new ArrayList<>();
  private final ModelMonitor ofNumbers = monitor(false, Ticker.SYSTEM);
  private final ModelMonitor ofCategories = monitor(true, Ticker.SYSTEM);
  private int next;

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < ROWS; row++) {
      numbers.add(row(false, random));
      categories.add(row(true, random));
    }
    numbers.forEach(ofNumbers::accept);
    categories.forEach(ofCategories::accept);
  }

  /** A row of 20 numbers. */
  @Benchmark
  public void acceptNumbers() {
    ofNumbers.accept(numbers.get(next++ & (ROWS - 1)));
  }

  /** A row of 20 categories. */
  @Benchmark
  public void acceptCategories() {
    ofCategories.accept(categories.get(next++ & (ROWS - 1)));
  }

  /** Everything of 20 numbers; a decision costs about as much. */
  @Benchmark
  public MonitorReport reportNumbers() {
    return ofNumbers.snapshot();
  }

  /** Everything of 20 categories. */
  @Benchmark
  public MonitorReport reportCategories() {
    return ofCategories.snapshot();
  }

  /** Prints the bytes that a feature holds when every pane of the default window is full. */
  public static void main(String[] arguments) {
    for (boolean isCategory : new boolean[] {false, true}) {
      long[] nanos = new long[1];
      List<ModelMonitor> monitors = new ArrayList<>();
      long before = used();
      for (int i = 0; i < 10; i++) {
        monitors.add(monitor(isCategory, () -> nanos[0]));
      }
      SplittableRandom random = new SplittableRandom(1);
      for (int pane = 0; pane < WindowSettings.DEFAULT.panes(); pane++) {
        for (int row = 0; row < 100_000; row++) {
          monitors.get(row % 10).accept(row(isCategory, random));
        }
        nanos[0] += pane < 4 ? WindowSettings.DEFAULT.paneNanos() : 0;
      }
      long held = used() - before;
      System.out.printf(
          "%s: %d bytes a feature and model in %d panes of 10,000 rows (%d monitors)%n",
          isCategory ? "categories" : "numbers",
          held / monitors.size() / FEATURES,
          WindowSettings.DEFAULT.panes(),
          monitors.size());
    }
  }

  private static long used() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static ModelMonitor monitor(boolean isCategory, Ticker ticker) {
    Map<String, FeatureProfile> features = new LinkedHashMap<>();
    for (int feature = 0; feature < FEATURES; feature++) {
      features.put("feature " + feature, isCategory ? categoryProfile() : numericProfile());
    }
    return new ModelMonitor(
        new ModelId("m", 1),
        new MonitorSettings(
            true,
            1,
            new WindowSettings(Duration.ofMinutes(15), 5, WindowSettings.Kind.SLIDING),
            MonitorSettings.DEFAULT.drift(),
            MonitorSettings.DEFAULT.mostFeatures(),
            Map.of()),
        new Profile(features, Map.of(), Map.of()),
        new DataSketches(),
        ticker,
        InstantSource.system());
  }

  private static NumericProfile numericProfile() {
    double[] quantiles = new double[101];
    Arrays.setAll(quantiles, i -> i / 100.0);
    return new NumericProfile(10_000, 0, 0, 1, quantiles);
  }

  private static CategoryProfile categoryProfile() {
    Map<String, Long> counts = new LinkedHashMap<>();
    CATEGORIES.forEach(category -> counts.put(category, 1_000L));
    return new CategoryProfile(8_000, 0, counts);
  }

  private static Sample row(boolean isCategory, SplittableRandom random) {
    Sample.Builder row = Sample.builder();
    for (int feature = 0; feature < FEATURES; feature++) {
      if (isCategory) {
        row.feature("feature " + feature, CATEGORIES.get(random.nextInt(CATEGORIES.size())));
      } else {
        row.feature("feature " + feature, random.nextDouble());
      }
    }
    return row.build();
  }
}
