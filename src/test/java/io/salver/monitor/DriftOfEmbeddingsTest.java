package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.monitor.FeatureReport.Role;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.ndjson.RecordedSamples;
import io.salver.monitor.profile.Profile;
import io.salver.repository.JsonProfiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Shipped models with their shipped profiles, on what was logged of them: other data of the same
 * kind, which must raise no alarm, and shifts. Needs {@code SALVER_RECORDED}, a directory that
 * {@code python3 -m monitoring.embeddings --samples} left. Writes {@code
 * target/drift-embeddings.md}, of which {@code src/docs/benchmarks/drift.md} is made.
 */
final class DriftOfEmbeddingsTest {

  private static final Path SHIPPED = Path.of("models/repository");
  private static final String HELD = "held";
  private static final Duration PANE = Duration.ofMinutes(3);
  private static final int ROWS_OF_PANE = 100;
  private static final int MOST_WINDOWS = 20;
  private static final Markdown TABLES = new Markdown();

  @AfterAll
  static void write() throws IOException {
    if (!TABLES.isEmpty()) {
      Files.createDirectories(Path.of("target"));
      Files.writeString(Path.of("target/drift-embeddings.md"), TABLES.toString());
    }
  }

  /** What was logged of a model version, by the names of the sets. */
  private record Recorded(ModelId model, Map<String, List<Sample>> sets) {}

  @Test
  void other_data_of_the_same_kind_raise_no_false_alarm() throws IOException {
    int days = Integer.parseInt(System.getenv().getOrDefault("SALVER_DRIFT_DAYS", "1"));
    TABLES.begin(
        "model, held-out data",
        "samples",
        "days",
        "what",
        "alarms",
        "windows under the level by p-value alone",
        "and over the threshold");
    int alarmsOfVectors = 0;
    for (Recorded recorded : recorded()) {
      List<Sample> held = recorded.sets().getOrDefault(HELD, List.of());
      Feed feed = new Feed(recorded.model());
      Map<Role, int[]> counts = new EnumMap<>(Role.class);
      for (int pane = 0; pane < days * MonitorFeed.PANES_A_DAY; pane++) {
        feed.pane(held);
        if (pane % MonitorFeed.PANES == MonitorFeed.PANES - 1) {
          feed.report().features().forEach(each -> count(each, counts));
        }
      }
      for (Map.Entry<Role, int[]> entry : counts.entrySet()) {
        int[] count = entry.getValue();
        TABLES.row(
            recorded.model(),
            held.size(),
            days,
            name(entry.getKey()),
            count[0],
            Markdown.fixed(100.0 * count[1] / count[3], 2) + " %",
            Markdown.fixed(100.0 * count[2] / count[3], 2) + " %");
      }
      alarmsOfVectors += counts.getOrDefault(Role.EMBEDDING, new int[1])[0];
    }
    assertThat(alarmsOfVectors).isZero();
  }

  /** Alarms, significant windows, exceeding ones, and all. */
  private static void count(FeatureReport feature, Map<Role, int[]> counts) {
    Optional<TestResult> result = feature.decidingResult();
    if (result.isPresent()) {
      int[] count = counts.computeIfAbsent(feature.role(), _ -> new int[4]);
      count[0] += feature.decision().drifted() ? 1 : 0;
      count[1] += result.get().adjustedPValue().orElse(1) <= DriftPolicy.DEFAULT.level() ? 1 : 0;
      count[2] += result.get().exceeded() ? 1 : 0;
      count[3]++;
    }
  }

  @Test
  void shifts_are_found() throws IOException {
    TABLES.begin(
        "model",
        "shift",
        "samples",
        "by cheap statistics, windows",
        "by predictions",
        "by the vector",
        "the vector's effect");
    for (Recorded recorded : recorded()) {
      List<Sample> held = recorded.sets().getOrDefault(HELD, List.of());
      for (Map.Entry<String, List<Sample>> set : recorded.sets().entrySet()) {
        if (!set.getKey().equals(HELD) && !set.getKey().equals("reference")) {
          tell(recorded.model(), set, delays(recorded.model(), held, set.getValue()));
        }
      }
    }
  }

  /** The windows until each kind drifted first, and the effect of the vector in the end. */
  private record Found(Map<Role, Integer> delays, double effect) {}

  private static Found delays(ModelId model, List<Sample> held, List<Sample> shifted)
      throws IOException {
    Feed feed = new Feed(model);
    for (int pane = 0; pane < 2 * MonitorFeed.PANES; pane++) {
      feed.pane(held);
    }
    Map<Role, Integer> delays = new EnumMap<>(Role.class);
    double effect = 0;
    for (int pane = 0; pane < MOST_WINDOWS * MonitorFeed.PANES; pane++) {
      feed.pane(shifted);
      int window = Math.ceilDiv(pane + 1, MonitorFeed.PANES);
      for (FeatureReport feature : feed.report().features()) {
        if (feature.decision().drifted()) {
          delays.putIfAbsent(feature.role(), window);
        }
        if (feature.role() == Role.EMBEDDING) {
          effect = feature.decidingResult().map(TestResult::effect).orElse(0.0);
        }
      }
    }
    return new Found(delays, effect);
  }

  private static void tell(ModelId model, Map.Entry<String, List<Sample>> set, Found found) {
    TABLES.row(
        model,
        set.getKey(),
        set.getValue().size(),
        delay(found, Role.FEATURE),
        delay(found, Role.PREDICTION),
        delay(found, Role.EMBEDDING),
        Markdown.fixed(found.effect(), 3));
  }

  private static String delay(Found found, Role role) {
    return Optional.ofNullable(found.delays().get(role)).map(Object::toString).orElse("–");
  }

  private static String name(Role role) {
    return switch (role) {
      case FEATURE -> "cheap statistics";
      case PREDICTION -> "predictions";
      case EMBEDDING -> "the vector";
    };
  }

  /** A monitor of a shipped model that samples are drawn for. */
  private static final class Feed {

    private final FakeTime time = new FakeTime();
    private final SplittableRandom random = new SplittableRandom(3);
    private final ModelMonitor monitor;

    Feed(ModelId model) {
      Path version = SHIPPED.resolve(model.name()).resolve(Long.toString(model.version()));
      Profile profile =
          new JsonProfiles(SHIPPED)
              .read(
                  new ModelArtifact(
                      model, "onnx", version.resolve("model.onnx"), ModelSpec.DEFAULT));
      monitor =
          new ModelMonitor(model, MonitorSettings.DEFAULT, profile, new DataSketches(), time, time);
    }

    void pane(List<Sample> samples) {
      for (int i = 0; i < ROWS_OF_PANE; i++) {
        monitor.accept(samples.get(random.nextInt(samples.size())));
      }
      time.pass(PANE);
    }

    MonitorReport report() {
      return monitor.snapshot();
    }
  }

  private static List<Recorded> recorded() throws IOException {
    String place = System.getenv("SALVER_RECORDED");
    assumeTrue(place != null, "SALVER_RECORDED names no directory");
    List<Recorded> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of(place))) {
      for (Path folder : folders.sorted().toList()) {
        String name = folder.getFileName().toString();
        int dash = name.lastIndexOf('-');
        ModelId model =
            new ModelId(name.substring(0, dash), Long.parseLong(name.substring(dash + 1)));
        all.add(new Recorded(model, sets(folder)));
      }
    }
    return all;
  }

  private static Map<String, List<Sample>> sets(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .sorted()
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".ndjson", ""),
                  DriftOfEmbeddingsTest::samples,
                  (first, _) -> first,
                  TreeMap::new));
    }
  }

  private static List<Sample> samples(Path file) {
    List<Sample> samples = new ArrayList<>();
    try {
      new RecordedSamples().read(file, each -> samples.add(each.sample()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return samples;
  }
}
