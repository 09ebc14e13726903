package io.salver.monitor.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import io.salver.monitor.RecordedSample;
import io.salver.monitor.Sample;
import io.salver.monitor.log.FileSettings;
import io.salver.table.parquet.ParquetRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedRowTest {

  private static final ModelId MODEL = new ModelId("sentences", 2);
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path directory = Path.of("");

  @Test
  void what_the_log_wrote_is_read_again() throws IOException {
    Sample first =
        Sample.builder()
            .feature("age", 39.5)
            .feature("job", "baker")
            .feature("word", "a")
            .feature("word", "b")
            .prediction("label", "yes")
            .embedding("embedding", new float[] {.5f, -1})
            .build();
    Sample second =
        Sample.builder().feature("age", FeatureValue.MISSING).feature("job", "smith").build();

    List<RecordedSample> read = read(List.of(first, second));

    assertThat(read).extracting(RecordedSample::model).containsOnly(MODEL);
    assertThat(read.getFirst().sample().features()).containsExactlyElementsOf(first.features());
    assertThat(read.getFirst().sample().predictions())
        .containsExactlyElementsOf(first.predictions());
    assertThat(read.getFirst().sample().embeddings().get("embedding")).containsExactly(.5f, -1f);
    assertThat(read.getLast().sample().features()).containsExactlyElementsOf(second.features());
    assertThat(read.getLast().sample().predictions()).isEmpty();
    assertThat(read.getLast().sample().embeddings()).isEmpty();
  }

  @Test
  void more_rows_than_are_read_at_once_are_all_there() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      samples.add(Sample.builder().feature("age", i).build());
    }
    assertThat(read(samples))
        .extracting(each -> each.sample().features().getFirst().value())
        .startsWith(new FeatureValue.Numeric(0))
        .endsWith(new FeatureValue.Numeric(2_499))
        .hasSize(2_500);
  }

  @Test
  void rows_of_other_files_are_none_of_the_log() {
    assertThat(RecordedRow.read(Map.of("age", 3.0))).isEmpty();
    assertThat(RecordedRow.read(Map.of("model", "a", "version", 0L))).isEmpty();
    assertThat(RecordedRow.read(Map.of("model", "a", "version", "1"))).isEmpty();
  }

  @Test
  void a_file_that_is_no_parquet_is_refused_by_its_name() throws IOException {
    Path file = Files.writeString(directory.resolve("torn.parquet"), "PAR1 and no more");
    assertThatThrownBy(() -> new ParquetRecords(Duration.ofSeconds(30)).read(file, row -> {}))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("torn.parquet");
  }

  private List<RecordedSample> read(List<Sample> samples) throws IOException {
    Path log = directory.resolve("log");
    try (ParquetFiles files =
        new ParquetFiles(
            new FileSettings(log, 100_000_000, Duration.ofHours(1), Long.MAX_VALUE), () -> TIME)) {
      files.write(samples.stream().map(RecordedRowTest::observation).toList());
    }
    List<RecordedSample> read = new ArrayList<>();
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
        new ParquetRecords(Duration.ofSeconds(30))
            .read(
                file,
                (Map<String, @Nullable Object> row) -> RecordedRow.read(row).ifPresent(read::add));
      }
    }
    return read;
  }

  private static Observation observation(Sample sample) {
    return new Observation(
        MODEL,
        new PredictionId("a", 0),
        TIME,
        sample,
        Optional.of(new Predicted.Value(1.5, Optional.empty())));
  }
}
