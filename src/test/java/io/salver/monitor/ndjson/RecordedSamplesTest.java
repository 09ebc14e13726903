package io.salver.monitor.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.PredictionId;
import io.salver.monitor.RecordedSample;
import io.salver.monitor.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedSamplesTest {

  private static final ModelId MODEL = new ModelId("adult", 3);

  @TempDir private Path directory = Path.of("");

  private final RecordedSamples samples = new RecordedSamples();

  @Test
  void what_the_log_wrote_is_read_again() throws IOException {
    Sample written =
        Sample.builder()
            .feature("age", 39.5)
            .feature("word", "a")
            .feature("word", "b")
            .feature("gain", Double.POSITIVE_INFINITY)
            .feature("hours", FeatureValue.MISSING)
            .prediction("label", "more \"than\" 50K")
            .build();
    byte[] line = line(written);

    List<RecordedSample> read = read("log.ndjson", line);

    assertThat(read).containsExactly(new RecordedSample(MODEL, written));
    assertThat(samples.unreadable()).isZero();
  }

  @Test
  void vectors_are_read_again() throws IOException {
    Sample written = Sample.builder().embedding("end", new float[] {.25f, -1}).build();
    Sample read = read("log.ndjson", line(written)).getFirst().sample();
    assertThat(read.embeddings().get("end")).containsExactly(.25f, -1);
  }

  @Test
  void torn_and_foreign_lines_are_counted_and_left_out() throws IOException {
    byte[] line = line(Sample.builder().feature("age", 1).build());
    byte[] foreign = "{\"a\": 1}\nno JSON\n\n".getBytes(StandardCharsets.UTF_8);
    byte[] torn = Arrays.copyOf(line, line.length / 2);
    assertThat(read("log.ndjson", foreign, line, torn)).hasSize(1);
    assertThat(samples.unreadable()).isEqualTo(3);
  }

  @Test
  void a_compressed_file_is_read_as_far_as_it_goes() throws IOException {
    byte[] line = line(Sample.builder().feature("age", 1).build());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
      compressed.write(line);
      compressed.write(line);
    }
    assertThat(read("log.ndjson.gz", bytes.toByteArray())).hasSize(2);
    byte[] torn = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 4);
    read("torn.ndjson.gz", torn);
    assertThat(samples.unreadable()).isEqualTo(1);
  }

  private List<RecordedSample> read(String name, byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.write(part);
    }
    Path file = Files.write(directory.resolve(name), bytes.toByteArray());
    List<RecordedSample> read = new ArrayList<>();
    samples.read(file, read::add);
    return read;
  }

  private static byte[] line(Sample sample) throws IOException {
    byte[] json =
        ObservationJson.bytes(
            new Observation(
                MODEL, new PredictionId("r", 0), Instant.EPOCH, sample, Optional.empty()));
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
