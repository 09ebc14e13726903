package io.salver.repository;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.monitor.profile.CategoryProfile;
import io.salver.monitor.profile.EmbeddingProfile;
import io.salver.monitor.profile.NumericProfile;
import io.salver.monitor.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonProfilesTest {

  private static final Path SHIPPED = Path.of("models/repository");

  @TempDir private Path root = Path.of("");

  @Test
  void without_a_file_there_is_no_profile() throws IOException {
    assertThat(read()).isEqualTo(Profile.NONE);
  }

  @Test
  void a_profile_is_read_in_the_order_of_its_file() throws IOException {
    write(
        """
        {"features": {
           "b": {"type": "number", "count": 10, "missing": 2, "min": -1, "max": 3, "quantiles": [-1, 0, 3]},
           "a": {"type": "category", "count": 9, "missing": 1, "counts": {"y": 5, "x": 2}}},
         "predictions": {"label": {"type": "category", "count": 4, "counts": {"no": 4}}},
         "embeddings": {"end": {"count": 7, "dimension": 3, "bandwidth": 0.5, "seed": 9,
           "means": [0.1, 0.2], "trace": 0.9, "squaredTrace": 0.3}},
         "later": 1}
        """);
    Profile profile = read();
    assertThat(profile.features().keySet()).containsExactly("b", "a");
    NumericProfile number = (NumericProfile) requireNonNull(profile.features().get("b"));
    assertThat(number.present()).isEqualTo(8);
    assertThat(number.quantiles()).containsExactly(-1, 0, 3);
    assertThat(number.rank(1)).isEqualTo(.5);
    CategoryProfile category = (CategoryProfile) requireNonNull(profile.features().get("a"));
    assertThat(category.counts().keySet()).containsExactly("y", "x");
    assertThat(category.unlisted()).isEqualTo(1);
    assertThat(profile.predictions().get("label"))
        .isInstanceOfSatisfying(
            CategoryProfile.class, label -> assertThat(label.missing()).isZero());
    EmbeddingProfile embedding = requireNonNull(profile.embeddings().get("end"));
    assertThat(embedding.frequencies()).isEqualTo(1);
    assertThat(embedding.dimension()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|it must be an object with features, predictions or embeddings, not []",
        "{|profile.json is not JSON",
        "{\"features\": 1}|features must be an object of names, not 1",
        "{\"features\": {\"a\": {}}}|features.a.type must be number or category, not absent",
        "{\"features\": {\"a\": {\"type\": \"text\"}}}|features.a.type must be number or category,"
            + " not \"text\"",
        "{\"features\": {\"a\": {\"type\": \"category\", \"count\": 1}}}|features.a.counts must be"
            + " an object",
        "{\"features\": {\"a\": {\"type\": \"category\", \"count\": 1, \"counts\": {\"x\":"
            + " 2}}}}|features.a: counts sum up to 2, more than the 1 values",
        "{\"features\": {\"a\": {\"type\": \"category\", \"count\": 1, \"counts\": {\"x\":"
            + " 0.5}}}}|features.a.counts.x must be a whole number, not 0.5",
        "{\"features\": {\"a\": {\"type\": \"category\", \"count\": 5, \"counts\": {\"x\":"
            + " -1}}}}|features.a: category 'x' cannot have been seen -1 times",
        "{\"features\": {\"a\": {\"type\": \"number\", \"count\": 2, \"min\": 0, \"max\": 1,"
            + " \"quantiles\": [1, 0]}}}|quantiles must be finite and ascending; the one of index 1"
            + " is 0.0",
        "{\"features\": {\"a\": {\"type\": \"number\", \"count\": 2, \"min\": 0, \"max\": 1,"
            + " \"quantiles\": [1, null]}}}|features.a.quantiles[1] must be a number, not null",
        "{\"features\": {\"a\": {\"type\": \"number\", \"count\": 2, \"min\": 0, \"max\": 1,"
            + " \"quantiles\": [1]}}}|quantiles must be at least two, not 1",
        "{\"features\": {\"a\": {\"type\": \"number\", \"count\": 2, \"missing\": 2, \"min\": 0,"
            + " \"max\": 1, \"quantiles\": [1, 1]}}}|features.a: a profile needs at least one"
            + " value, but 2 of 2 are missing",
        "{\"embeddings\": {\"e\": {\"count\": 2, \"dimension\": 99999999999, \"bandwidth\": 1,"
            + " \"seed\": 1, \"means\": [1, 1], \"trace\": 1, \"squaredTrace\": 1}}}|embeddings.e:"
            + " dimension must be from 1 to 16384",
      })
  void a_bad_profile_is_a_failure_that_says_what_is_wrong(String text, String message)
      throws IOException {
    write(text);
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(this::read)
        .withMessageContaining(message);
  }

  @Test
  void a_file_that_is_named_must_be_there() {
    ModelSpec spec = ModelSpec.DEFAULT;
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(
            () ->
                new JsonProfiles(root)
                    .read(
                        new ModelArtifact(
                            new ModelId("m", 1),
                            "onnx",
                            root.resolve("m/1/model.onnx"),
                            new ModelSpec(
                                spec.task(),
                                spec.backend(),
                                spec.device(),
                                spec.instances(),
                                spec.threads(),
                                spec.versions(),
                                spec.batching(),
                                spec.timeout(),
                                spec.cache(),
                                spec.warmup(),
                                spec.signature(),
                                spec.preprocess(),
                                spec.postprocess(),
                                Map.of("profile", "other.json")))))
        .withMessageContaining("other.json cannot be used");
  }

  @Test
  void a_file_outside_the_repository_is_refused(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("profile.json"), "{}");
    Files.createDirectories(root.resolve("m/1"));
    Files.createSymbolicLink(
        root.resolve("m/1/profile.json"), outside.resolve("profile.json").toAbsolutePath());
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(this::read)
        .withMessageContaining("leads outside the model repository");
  }

  @Test
  void every_shipped_profile_is_read() throws IOException {
    try (Stream<Path> files = Files.walk(SHIPPED)) {
      List<Path> profiles = files.filter(file -> file.endsWith("profile.json")).toList();
      assertThat(profiles).isNotEmpty();
      List<String> empty = new ArrayList<>();
      for (Path file : profiles) {
        ModelArtifact artifact = artifact(file.resolveSibling("model.onnx"));
        if (new JsonProfiles(SHIPPED).read(artifact).isEmpty()) {
          empty.add(SHIPPED.relativize(file).getName(0).toString());
        }
      }
      // A decoder is asked by its encoder only, where callers' texts are watched.
      assertThat(empty).containsExactly("dates-decoder");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "faces, 1, embedding, 64",
    "sentences, 1, embedding, 128",
    "speakers, 1, embedding, 64",
    "fashion-mnist, 1, scores, 10",
    "fashion-mnist-resnet, 1, scores, 10",
    "fashion-mnist-resnet-int8, 1, scores, 10",
    "fashion-mnist-resnet-torchscript, 1, scores, 10",
    "fashion-mnist-torchscript, 1, scores, 10",
    "flowers, 1, scores, 5",
    "keywords, 1, scores, 3",
    "snips, 1, scores, 7",
    "clinc, 1, scores, 150",
    "sst2, 1, scores, 2",
    "sst2, 2, scores, 2",
    "sst2, 3, scores, 2",
    "sst2, 4, scores, 2",
    "sst2, 5, scores, 2"
  })
  void shipped_models_that_give_vectors_have_a_reference_of_them(
      String model, int version, String name, int dimension) {
    Path file = SHIPPED.resolve(model).resolve(version + "/model.onnx");
    Profile profile = new JsonProfiles(SHIPPED).read(artifact(file));
    EmbeddingProfile vectors = requireNonNull(profile.embeddings().get(name));
    assertThat(vectors.dimension()).isEqualTo(dimension);
    assertThat(vectors.count()).isGreaterThanOrEqualTo(190);
  }

  private Profile read() {
    return new JsonProfiles(root).read(artifact(root.resolve("m/1/model.onnx")));
  }

  private static ModelArtifact artifact(Path file) {
    return new ModelArtifact(new ModelId("m", 1), "onnx", file, ModelSpec.DEFAULT);
  }

  private void write(String text) throws IOException {
    Files.createDirectories(root.resolve("m/1"));
    Files.writeString(root.resolve("m/1/profile.json"), text);
  }
}
