package io.salver.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.PredictionId;
import io.salver.monitor.Sample;
import io.salver.monitor.log.FileSettings;
import io.salver.monitor.ndjson.NdjsonFiles;
import io.salver.monitor.parquet.ParquetFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside the profile that {@code models/recipes/monitoring/cases.py} makes of the same rows. */
final class ProfileCommandTest {

  private static final Path ROWS = Path.of("src/test/resources/monitor");
  private static final String PREDICTIONS = "label,confidence";

  private final JsonMapper mapper = new JsonMapper();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({"--csv, rows.csv", "--parquet, rows.parquet"})
  void rows_have_the_profile_that_the_recipes_write(String option, String file) throws IOException {
    Path profile = directory.resolve("profile.json");
    int status =
        run(
            option,
            ROWS.resolve(file).toString(),
            "--model",
            "adult",
            "--predictions",
            PREDICTIONS,
            "--out",
            profile.toString());
    assertThat(status).as(said()).isZero();
    assertSame(mapper.readTree(profile.toFile()), expected());
    assertThat(said())
        .contains("feature fnlwgt: left out")
        .contains("4 features, 2 predictions, 0 embeddings of 350 samples");
  }

  @Test
  void whoever_may_read_other_files_may_read_the_profile() throws IOException {
    Path profile = directory.resolve("profile.json");
    int status =
        run("--csv", ROWS + "/rows.csv", "--model", "sentences", "--out", profile.toString());
    assertThat(status).as(said()).isZero();
    Path fresh = Files.createFile(directory.resolve("fresh"));
    assertThat(Files.getPosixFilePermissions(profile))
        .isEqualTo(Files.getPosixFilePermissions(fresh));
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void a_model_without_a_schema_has_the_columns_of_the_file() throws IOException {
    int status =
        run("--csv", ROWS + "/rows.csv", "--model", "sentences", "--predictions", PREDICTIONS);
    assertThat(status).as(said()).isZero();
    assertSame(mapper.readTree(out.toByteArray()), expected());
  }

  @Test
  void recorded_traffic_of_the_version_has_a_profile() throws IOException {
    Files.writeString(
        directory.resolve("predictions-1.ndjson"),
        """
        {"id":"a","index":0,"model":"adult","version":1,"features":{"age":30},"predictions":{"label":"no"},"embeddings":{"end":[1,2]}}
        {"id":"b","index":0,"model":"adult","version":1,"features":{"age":null},"predictions":{"label":"yes"},"embeddings":{"end":[2,1]}}
        {"id":"c","index":0,"model":"adult","version":2,"features":{"age":99},"predictions":{}}
        {"id":"d","index":0,"model":"other","version":1,"features":{"age":99},"predictions":{}}
        {"id":"e","ind\
        """);
    int status = run("--log", directory.toString(), "--model", "adult", "--version", "1");
    assertThat(status).as(said()).isZero();
    JsonNode profile = mapper.readTree(out.toByteArray());
    assertThat(profile.at("/features/age/count").asInt()).isEqualTo(2);
    assertThat(profile.at("/features/age/missing").asInt()).isEqualTo(1);
    assertThat(profile.at("/features/age/max").asDouble()).isEqualTo(30);
    assertThat(profile.at("/predictions/label/counts").properties()).hasSize(2);
    assertThat(profile.at("/embeddings/end/dimension").asInt()).isEqualTo(2);
    assertThat(said()).contains("1 lines could not be read");
  }

  @Test
  void a_log_of_parquet_has_the_profile_of_the_same_log_of_lines() throws IOException {
    List<Observation> log = log();
    FileSettings settings =
        new FileSettings(directory, 100_000_000, Duration.ofHours(1), Long.MAX_VALUE);
    try (NdjsonFiles lines = new NdjsonFiles(settings, false, InstantSource.system())) {
      lines.write(log);
    }
    assertThat(run("--log", directory.toString(), "--model", "sentences")).as(said()).isZero();
    JsonNode ofLines = mapper.readTree(out.toByteArray());
    out.reset();
    Path other = directory.resolve("parquet");
    settings = new FileSettings(other, 100_000_000, Duration.ofHours(1), Long.MAX_VALUE);
    try (ParquetFiles rows = new ParquetFiles(settings, InstantSource.system())) {
      rows.write(log);
    }

    int status = run("--log", other.toString(), "--model", "sentences");

    assertThat(status).as(said()).isZero();
    assertThat(mapper.readTree(out.toByteArray())).isEqualTo(ofLines);
    assertThat(ofLines.at("/features/text.tokens/count").asInt()).isEqualTo(300);
    assertThat(ofLines.at("/embeddings/embedding/dimension").asInt()).isEqualTo(3);
    assertThat(said()).contains("2 features, 1 predictions, 1 embeddings of 300 samples");
  }

  private static List<Observation> log() {
    Random random = new Random(4);
    List<Observation> log = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Sample.Builder sample =
          Sample.builder()
              .feature("language", i % 3 == 0 ? "de" : "en")
              .prediction("norm", random.nextInt(100))
              .embedding(
                  "embedding",
                  new float[] {random.nextFloat(), random.nextFloat(), random.nextFloat()});
      sample.feature(
          "text.tokens",
          i % 10 == 0 ? FeatureValue.MISSING : new FeatureValue.Numeric(random.nextInt(40)));
      log.add(
          new Observation(
              new ModelId("sentences", 1),
              new PredictionId("request", i),
              Instant.EPOCH,
              sample.build(),
              Optional.empty()));
    }
    return log;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--csv rows.csv | 2 | --model is missing",
        "--model adult | 2 | one of --csv, --parquet and --log is expected, not 0",
        "--model adult --csv a --log b | 2 | is expected, not 2",
        "--model adult --cvs a | 2 | '--cvs' is not known",
        "--model adult --csv | 2 | --csv needs a value",
        "--model adult --model a --csv a | 2 | --model is there twice",
        "--model adult --version x --csv a | 2 | --version must be a whole number, not 'x'",
        "--model adult --csv nowhere.csv | 1 | nowhere.csv",
        "--model adult --log nowhere | 1 | nowhere",
        "--model adult --parquet src/test/resources/monitor/rows.csv | 1 | is no Parquet",
        "--model adlut --csv src/test/resources/monitor/rows.csv | 1 | there is no model 'adlut'",
        "--model adult --version 9 --csv src/test/resources/monitor/rows.csv | 1 | no version 9",
        "--model adult --predictions x --csv src/test/resources/monitor/rows.csv | 1 | no column"
            + " 'x'"
      })
  void what_is_asked_wrongly_is_said(String words, int status, String message) {
    assertThat(run(words.split(" ", -1))).as(said()).isEqualTo(status);
    assertThat(said()).contains(message);
    assertThat(out.size()).isZero();
  }

  private int run(String... words) {
    return new ProfileCommand(
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(words));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode expected() throws IOException {
    return mapper.readTree(ROWS.resolve("rows.json").toFile());
  }

  private static void assertSame(JsonNode made, JsonNode expected) {
    for (String group : List.of("features", "predictions")) {
      assertThat(names(made.get(group)))
          .containsExactlyInAnyOrderElementsOf(names(expected.get(group)));
      for (Map.Entry<String, JsonNode> entry : expected.get(group).properties()) {
        assertSame(
            entry.getKey(), requireNonNull(made.get(group).get(entry.getKey())), entry.getValue());
      }
    }
  }

  /** The recipes write missing categories as empty ones. */
  private static void assertSame(String name, JsonNode made, JsonNode expected) {
    assertThat(made.get("type")).as(name).isEqualTo(expected.get("type"));
    assertThat(made.get("count").asLong()).as(name).isEqualTo(expected.get("count").asLong());
    if (expected.has("missing")) {
      assertThat(made.get("missing").asLong()).isEqualTo(expected.get("missing").asLong());
      for (int i = 0; i <= 100; i++) {
        assertThat(made.get("quantiles").get(i).asDouble())
            .as("%s, percentile %d", name, i)
            .isCloseTo(expected.get("quantiles").get(i).asDouble(), within(1e-6));
      }
      return;
    }
    JsonNode counts = expected.get("counts");
    assertThat(made.get("missing").asLong()).isEqualTo(counts.path("").asLong());
    List<String> present = names(counts);
    present.remove("");
    assertThat(names(made.get("counts"))).as(name).isEqualTo(present);
    present.forEach(
        each -> assertThat(made.get("counts").get(each)).as(each).isEqualTo(counts.get(each)));
  }

  private static List<String> names(JsonNode object) {
    return new ArrayList<>(object.properties().stream().map(Map.Entry::getKey).toList());
  }
}
