package io.salver.monitor.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import io.salver.monitor.Sample;
import io.salver.monitor.log.FileSettings;
import io.salver.monitor.log.LogSink;
import io.salver.monitor.log.LogSinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFilesTest extends LogSinkContract {

  @TempDir Path directory = Path.of("");

  private Instant now = TIME;

  @Override
  protected LogSink sink() {
    return files(5_000, Long.MAX_VALUE);
  }

  @Override
  protected List<String> ids() throws IOException {
    assertThat(files(".spool")).isEmpty();
    List<String> ids = new ArrayList<>();
    for (Path file : files(".parquet")) {
      for (Map<String, @Nullable Object> row : ReadParquet.rows(file)) {
        ids.add(String.valueOf(row.get("id")));
      }
    }
    return ids;
  }

  @Test
  void fileHasColumnsOfWhatWasObserved() throws IOException {
    try (ParquetFiles files = files(1_000_000, Long.MAX_VALUE)) {
      files.write(List.of(record("a")));
    }
    Path file = files(".parquet").getFirst();
    assertThat(file.getFileName()).hasToString("adult-3-20260301T120000Z-000001.parquet");
    Map<String, @Nullable Object> row = ReadParquet.rows(file).getFirst();
    assertThat(row)
        .containsEntry("id", "a")
        .containsEntry("index", 0)
        .containsEntry("model", "adult")
        .containsEntry("version", 3L)
        .containsEntry("time", TIME)
        .containsEntry("feature_age", 39.0)
        .containsEntry("feature_share", .25)
        .containsEntry("feature_missing", null)
        .containsEntry("feature_job", "żółw \"🐢\"\n")
        .containsEntry("feature_word", List.of("a", "b"))
        .containsEntry("prediction_label", "yes")
        .containsEntry("classes", List.of("yes", "no"))
        .containsEntry("probabilities", List.of(.75, .25))
        .containsEntry("embedding_vector", List.of(.5f, -1f))
        .hasSize(14);
  }

  @Test
  void columnsFitAllRecordsOfAVersionAndVersionsHaveFilesOfTheirOwn() throws IOException {
    try (ParquetFiles files = files(1_000_000, Long.MAX_VALUE)) {
      files.write(
          List.of(
              row(1, "a", Sample.builder().feature("x", 1).feature("y", FeatureValue.MISSING)),
              row(2, "b", Sample.builder().feature("x", 2.5)),
              row(1, "c", Sample.builder().feature("x", "much").feature("z", 3))));
      files.write(List.of(row(1, "d", Sample.builder().feature("z", 4).feature("z", Double.NaN))));
    }
    List<Path> files = files(".parquet");
    assertThat(files).hasSize(2);
    List<Map<String, @Nullable Object>> first = ReadParquet.rows(files.getFirst());
    assertThat(first).extracting(row -> row.get("id")).containsExactly("a", "c", "d");
    assertThat(first).extracting(row -> row.get("feature_x")).containsExactly("1", "much", null);
    assertThat(first).extracting(row -> row.get("feature_y")).containsOnlyNulls();
    assertThat(first.get(0).get("feature_z")).isNull();
    assertThat(first.get(1).get("feature_z")).isEqualTo(List.of(3.0));
    assertThat(first.get(2).get("feature_z")).asString().isEqualTo("[4.0, null]");
    List<Map<String, @Nullable Object>> second = ReadParquet.rows(files.getLast());
    assertThat(second).singleElement().satisfies(row -> assertThat(row).hasSize(10));
    assertThat(second.getFirst())
        .containsEntry("feature_x", 2.5)
        .containsEntry("value", 1.5)
        .containsEntry("interval_low", 1.0)
        .containsEntry("interval_high", 2.0);
  }

  @Test
  void nextFileBeginsWhenOneIsOld() throws IOException {
    try (ParquetFiles files = files(1_000_000, Long.MAX_VALUE)) {
      files.write(List.of(record("a")));
      assertThat(files(".parquet")).isEmpty();
      now = now.plus(Duration.ofHours(1));
      files.write(List.of(record("b")));
      assertThat(files(".parquet")).hasSize(1);
    }
    assertThat(ids()).containsExactly("a", "b");
  }

  @Test
  void oldestFilesGoWhenAllAreTooLarge() throws IOException {
    try (ParquetFiles files = files(1, 20_000)) {
      for (int i = 0; i < 40; i++) {
        files.write(List.of(record("r" + i)));
      }
      assertThat(files.removed()).isPositive();
    }
    assertThat(ids()).contains("r39").doesNotContain("r0");
  }

  @Test
  void whatACrashLeftBehindBecomesParquetButForItsTornEnd() throws IOException {
    ParquetFiles crashed = files(1_000_000, Long.MAX_VALUE);
    crashed.write(List.of(record("a"), record("b")));
    Files.write(files(".spool").getFirst(), new byte[] {0, 0, 0, 9, 1}, StandardOpenOption.APPEND);
    try (ParquetFiles files = files(1_000_000, Long.MAX_VALUE)) {
      files.write(List.of(record("c")));
    }
    assertThat(ids()).containsExactly("a", "b", "c");
  }

  @Test
  void spoolThatBecameParquetAlreadyIsNotThereTwice() throws IOException {
    ParquetFiles crashed = files(1_000_000, Long.MAX_VALUE);
    crashed.write(List.of(record("a")));
    Path spool = files(".spool").getFirst();
    byte[] bytes = Files.readAllBytes(spool);
    crashed.close();
    Files.write(spool, bytes);
    try (ParquetFiles files = files(1_000_000, Long.MAX_VALUE)) {
      files.write(List.of(record("b")));
    }
    assertThat(ids()).containsExactly("a", "b");
  }

  private ParquetFiles files(long size, long total) {
    return new ParquetFiles(
        new FileSettings(directory.resolve("log"), size, Duration.ofHours(1), total), () -> now);
  }

  private List<Path> files(String suffix) throws IOException {
    Path log = directory.resolve("log");
    if (!Files.exists(log)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(log)) {
      return files
          .filter(file -> Objects.requireNonNull(file.getFileName()).toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  private static Observation row(long version, String id, Sample.Builder sample) {
    return new Observation(
        new ModelId("m", version),
        new PredictionId(id, 0),
        TIME,
        sample.build(),
        Optional.of(new Predicted.Value(1.5, Optional.of(new Predicted.Interval(1, 2, .9)))));
  }
}
