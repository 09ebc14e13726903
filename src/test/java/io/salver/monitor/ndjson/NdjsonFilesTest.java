package io.salver.monitor.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.monitor.log.FileSettings;
import io.salver.monitor.log.LogSink;
import io.salver.monitor.log.LogSinkContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonFilesTest extends LogSinkContract {

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path directory = Path.of("");

  private Instant now = TIME;

  @Override
  protected LogSink sink() {
    return files(5_000, Long.MAX_VALUE);
  }

  @Override
  protected List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path file : logs()) {
      for (String line : Files.readAllLines(file)) {
        ids.add(MAPPER.readTree(line).get("id").asText());
      }
    }
    return ids;
  }

  @Test
  void recordHasWhatWasObserved() throws IOException {
    try (NdjsonFiles files = files(1_000_000, Long.MAX_VALUE)) {
      files.write(List.of(record("a")));
    }
    JsonNode json = MAPPER.readTree(Files.readString(logs().getFirst()));
    assertThat(json)
        .isEqualTo(
            MAPPER.readTree(
                """
                {"id": "a", "index": 0, "model": "adult", "version": 3,
                 "time": "2026-03-01T12:00:00.250Z",
                 "features": {"age": 39, "share": 0.25, "missing": null,
                              "job": "żółw \\"🐢\\"\\n", "word": ["a", "b"]},
                 "predictions": {"label": "yes"}, "classes": {"yes": 0.75, "no": 0.25},
                 "embeddings": {"vector": [0.5, -1]}}
                """));
  }

  @Test
  void nextFileBeginsWhenOneIsLargeOrOld() throws IOException {
    try (NdjsonFiles files = files(1, Long.MAX_VALUE)) {
      files.write(List.of(record("a")));
      files.write(List.of(record("b")));
    }
    assertThat(logs()).hasSize(2);
    try (NdjsonFiles files = files(1_000_000, Long.MAX_VALUE)) {
      files.write(List.of(record("c")));
      now = now.plus(Duration.ofMinutes(59));
      files.write(List.of(record("d")));
      now = now.plus(Duration.ofMinutes(1));
      files.write(List.of(record("e")));
    }
    assertThat(logs()).hasSize(4);
  }

  @Test
  void finishedFilesAreCompressedWhereThatIsWanted() throws IOException {
    List<String> ids = new ArrayList<>();
    FileSettings settings =
        new FileSettings(directory.resolve("log"), 5_000, Duration.ofHours(1), Long.MAX_VALUE);
    try (NdjsonFiles files = new NdjsonFiles(settings, true, () -> now)) {
      for (int i = 0; i < 30; i++) {
        ids.add("r" + i);
        files.write(List.of(record("r" + i)));
      }
    }
    List<String> found = new ArrayList<>();
    assertThat(logs()).hasSizeGreaterThan(1);
    for (Path file : logs()) {
      assertThat(file.toString()).endsWith(".ndjson.gz");
      try (GZIPInputStream plain = new GZIPInputStream(Files.newInputStream(file))) {
        for (String line :
            new String(plain.readAllBytes(), StandardCharsets.UTF_8).split("\n", 0)) {
          found.add(MAPPER.readTree(line).get("id").asText());
        }
      }
    }
    assertThat(found).isEqualTo(ids);
  }

  @Test
  void oldestFilesGoWhenAllAreTooLarge() throws IOException {
    try (NdjsonFiles files = files(1, 1_500)) {
      for (int i = 0; i < 20; i++) {
        files.write(List.of(record("r" + i)));
      }
      assertThat(files.removed()).isPositive();
    }
    assertThat(ids()).contains("r19").doesNotContain("r0");
  }

  @Test
  void nothingIsOverwrittenAfterARestart() throws IOException {
    for (String id : List.of("a", "b")) {
      try (NdjsonFiles files = files(1_000_000, Long.MAX_VALUE)) {
        files.write(List.of(record(id)));
      }
    }
    assertThat(ids()).containsExactlyInAnyOrder("a", "b");
  }

  private NdjsonFiles files(long size, long total) {
    return new NdjsonFiles(
        new FileSettings(directory.resolve("log"), size, Duration.ofHours(1), total),
        false,
        () -> now);
  }

  private List<Path> logs() throws IOException {
    Path log = directory.resolve("log");
    if (!Files.exists(log)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(log)) {
      return files.sorted().toList();
    }
  }
}
