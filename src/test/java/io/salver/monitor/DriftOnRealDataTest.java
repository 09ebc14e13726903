package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.salver.monitor.drift.Adwin;
import io.salver.monitor.drift.Cells;
import io.salver.monitor.drift.ChangeDetector;
import io.salver.monitor.drift.DriftDetectionMethod;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.DriftState;
import io.salver.monitor.drift.NumericBins;
import io.salver.monitor.drift.PopulationStability;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.quality.QualityKind;
import io.salver.monitor.sketch.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Detectors on data whose distribution moves, on the same data shuffled, and on shifts that are
 * planted. Writes {@code target/drift.md}, of which {@code src/docs/benchmarks/drift.md} is made.
 * {@code SALVER_DRIFT_DAYS} sets how long the false alarms are counted, one day by default.
 */
final class DriftOnRealDataTest {

  private static final int MOST_WINDOWS = 60;
  private static final Markdown TABLES = new Markdown();

  private final Path data = Path.of(System.getenv().getOrDefault("SALVER_DATA", "../shared/data"));

  @AfterAll
  static void write() throws IOException {
    if (!TABLES.isEmpty()) {
      Files.createDirectories(Path.of("target"));
      Files.writeString(Path.of("target/drift.md"), TABLES.toString());
    }
  }

  @Test
  void shuffled_rows_raise_no_false_alarm() throws IOException {
    int days = Integer.parseInt(System.getenv().getOrDefault("SALVER_DRIFT_DAYS", "1"));
    TABLES.begin(
        "data, shuffled",
        "rows a window",
        "days",
        "features",
        "alarms",
        "promised at most",
        "windows under the level by p-value alone",
        "and over the threshold");
    for (RealStream stream : streams()) {
      RealStream mixed = stream.shuffled(1);
      MonitorFeed feed = new MonitorFeed(mixed, DriftPolicy.DEFAULT, 1);
      int alarms = 0;
      int significant = 0;
      int exceeding = 0;
      long checks = 0;
      for (int pane = 0; pane < days * MonitorFeed.PANES_A_DAY; pane++) {
        feed.pane(100, UnaryOperator.identity());
        if (pane % MonitorFeed.PANES == MonitorFeed.PANES - 1) {
          for (FeatureReport feature : feed.report().features()) {
            alarms += feature.decision().drifted() ? 1 : 0;
            alarms += feature.quality().stream().anyMatch(q -> q.decision().drifted()) ? 1 : 0;
            TestResult result = feature.decidingResult().orElseThrow();
            significant += result.adjustedPValue().orElse(1) <= DriftPolicy.DEFAULT.level() ? 1 : 0;
            exceeding += result.exceeded() ? 1 : 0;
            checks++;
          }
        }
      }
      int features = stream.names().size();
      double promised =
          features
              * days
              * MonitorFeed.PANES_A_DAY
              * Math.pow(DriftPolicy.DEFAULT.level() / features, 3);
      TABLES.row(
          stream.name(),
          500,
          days,
          features,
          alarms,
          Markdown.fixed(promised, 5),
          Markdown.fixed(100.0 * significant / checks, 3) + " %",
          Markdown.fixed(100.0 * exceeding / checks, 3) + " %");
      assertThat(alarms).as(stream.name()).isZero();
    }
  }

  @Test
  void planted_shifts_are_found() throws IOException {
    TABLES.begin("data", "planted", "rows a window", "found", "windows until then: mean", "most");
    for (RealStream stream : streams()) {
      RealStream mixed = stream.shuffled(2);
      for (double index : new double[] {0.1, 0.2, 0.5}) {
        for (int rows : new int[] {100, 400}) {
          List<Integer> delays = new ArrayList<>();
          for (int column = 0; column < stream.names().size(); column++) {
            if (!stream.isCategory(column)) {
              int shifted = column;
              double shift = shiftOf(mixed.column(column), index);
              delays.add(
                  delay(
                      mixed,
                      rows,
                      plus(column, shift),
                      report -> report.features().get(shifted).decision().drifted()));
            }
          }
          tell(stream, "shift of PSI " + index, rows, delays);
          if (index > 0.1) {
            assertThat(delays).doesNotContain(-1);
          }
        }
      }
      for (double share : new double[] {0.02, 0.06, 0.1, 0.2}) {
        SplittableRandom random = new SplittableRandom(9);
        List<Integer> delays = new ArrayList<>();
        for (int column = 0; column < stream.names().size(); column++) {
          int hit = column;
          delays.add(
              delay(
                  mixed,
                  100,
                  row -> {
                    double[] copy = row.clone();
                    copy[hit] = random.nextDouble() < share ? Double.NaN : copy[hit];
                    return copy;
                  },
                  report -> has(report.features().get(hit), QualityKind.MISSING)));
        }
        tell(stream, "missing, 0 to " + Math.round(100 * share) + " %", 100, delays);
      }
    }
    RealStream elec2 = RealStream.elec2(data).shuffled(3);
    for (double share : new double[] {0.06, 0.1, 0.2}) {
      SplittableRandom random = new SplittableRandom(9);
      List<Integer> delays = new ArrayList<>();
      delays.add(
          delay(
              elec2,
              100,
              row -> {
                double[] copy = row.clone();
                copy[0] = random.nextDouble() < share ? 8 : copy[0];
                return copy;
              },
              report -> has(report.features().getFirst(), QualityKind.NEW_CATEGORY)));
      tell(elec2, "a new category, 0 to " + Math.round(100 * share) + " %", 100, delays);
    }
  }

  @Test
  void streams_in_their_order_drift() throws IOException {
    TABLES.begin(
        "data, in order",
        "feature",
        "windows under the level by p-value alone",
        "and over the threshold",
        "time in drift",
        "first found after, windows");
    List<RealStream> streams = streams();
    order(streams.getFirst(), 336);
    order(streams.getLast(), 91);
  }

  @Test
  void errors_of_a_model_that_never_learns_again() throws IOException {
    TABLES.begin("data", "order", "detector", "errors", "changes found");
    for (RealStream stream : streams()) {
      for (boolean shuffled : new boolean[] {false, true}) {
        RealStream ordered = shuffled ? stream.shuffled(5) : stream;
        NaiveBayes model = new NaiveBayes(ordered.part(0, ordered.size() / 4));
        RealStream rest = ordered.part(ordered.size() / 4, ordered.size());
        Map<String, Supplier<ChangeDetector>> detectors =
            new TreeMap<>(Map.of("ADWIN", Adwin::new, "DDM", DriftDetectionMethod::new));
        detectors.forEach(
            (name, maker) -> {
              int changes = changes(model, rest, maker.get());
              TABLES.row(
                  stream.name(), shuffled ? "shuffled" : "as it came", name, rest.size(), changes);
              if (shuffled) {
                assertThat(changes).as(name).isLessThanOrEqualTo(name.equals("ADWIN") ? 0 : 3);
              }
            });
      }
    }
  }

  private static int changes(NaiveBayes model, RealStream stream, ChangeDetector detector) {
    int changes = 0;
    for (int i = 0; i < stream.size(); i++) {
      boolean wrong = model.predict(stream.rows()[i]) != stream.labels()[i];
      ChangeDetector.Change change = detector.add(wrong ? 1 : 0);
      changes +=
          change == ChangeDetector.Change.ROSE || change == ChangeDetector.Change.FELL ? 1 : 0;
    }
    return changes;
  }

  /** The first quarter is the reference; the rest comes in its order, so many rows a pane. */
  private static void order(RealStream stream, int rowsOfPane) {
    RealStream reference = stream.part(0, stream.size() / 4);
    RealStream rest = stream.part(stream.size() / 4, stream.size());
    MonitorFeed feed = new MonitorFeed(reference, rest, DriftPolicy.DEFAULT);
    int features = stream.names().size();
    int[] significant = new int[features];
    int[] exceeding = new int[features];
    int[] drifted = new int[features];
    int[] first = new int[features];
    int panes = rest.size() / rowsOfPane;
    for (int pane = 0; pane < panes; pane++) {
      feed.next(pane * rowsOfPane, (pane + 1) * rowsOfPane);
      MonitorReport report = feed.report();
      for (int i = 0; i < features; i++) {
        FeatureReport feature = report.features().get(i);
        TestResult result = feature.decidingResult().orElseThrow();
        significant[i] += result.adjustedPValue().orElse(1) <= DriftPolicy.DEFAULT.level() ? 1 : 0;
        exceeding[i] += result.exceeded() ? 1 : 0;
        drifted[i] += feature.decision().state() == DriftState.DRIFTED ? 1 : 0;
        first[i] =
            first[i] == 0 && feature.decision().drifted() ? pane / MonitorFeed.PANES + 1 : first[i];
      }
    }
    for (int i = 0; i < features; i++) {
      TABLES.row(
          stream.name(),
          stream.names().get(i),
          100 * significant[i] / panes + " %",
          100 * exceeding[i] / panes + " %",
          100 * drifted[i] / panes + " %",
          first[i] == 0 ? "never" : first[i]);
    }
    assertThat(Arrays.stream(drifted).sum()).isPositive();
  }

  private List<RealStream> streams() throws IOException {
    assumeTrue(Files.isDirectory(data.resolve("drift")), "SALVER_DATA has no drift");
    return List.of(RealStream.elec2(data), RealStream.weather(data));
  }

  /** In windows, from the planting on; -1 if it is not found. */
  private static int delay(
      RealStream mixed,
      int rowsOfPane,
      UnaryOperator<double[]> planted,
      Predicate<MonitorReport> isFound) {
    MonitorFeed feed = new MonitorFeed(mixed, DriftPolicy.DEFAULT, 3);
    for (int pane = 0; pane < 2 * MonitorFeed.PANES; pane++) {
      feed.pane(rowsOfPane, UnaryOperator.identity());
    }
    for (int pane = 0; pane < MOST_WINDOWS * MonitorFeed.PANES; pane++) {
      feed.pane(rowsOfPane, planted);
      if (isFound.test(feed.report())) {
        return Math.ceilDiv(pane + 1, MonitorFeed.PANES);
      }
    }
    return -1;
  }

  private static boolean has(FeatureReport feature, QualityKind kind) {
    return feature.quality().stream()
        .anyMatch(quality -> quality.kind() == kind && quality.decision().drifted());
  }

  private static UnaryOperator<double[]> plus(int column, double shift) {
    return row -> {
      double[] copy = row.clone();
      copy[column] += shift;
      return copy;
    };
  }

  /** The shift of all values that makes the index so large, by halving. */
  private static double shiftOf(double[] values, double index) {
    Distribution reference = Distribution.of(values);
    NumericBins bins = NumericBins.of(reference);
    double low = 0;
    double high = 3 * reference.deviation();
    for (int step = 0; step < 40; step++) {
      double middle = (low + high) / 2;
      Cells cells =
          bins.cells(
              reference, Distribution.of(Arrays.stream(values).map(v -> v + middle).toArray()));
      if (PopulationStability.measure(cells).statistic() < index) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static void tell(
      RealStream stream, String planted, int rowsOfPane, List<Integer> delays) {
    int[] found = delays.stream().mapToInt(Integer::intValue).filter(delay -> delay >= 0).toArray();
    TABLES.row(
        stream.name(),
        planted,
        rowsOfPane * MonitorFeed.PANES,
        found.length + " of " + delays.size(),
        Markdown.fixed(Arrays.stream(found).average().orElse(Double.NaN), 1),
        Arrays.stream(found).max().stream().mapToObj(Integer::toString).findFirst().orElse("–"));
  }
}
