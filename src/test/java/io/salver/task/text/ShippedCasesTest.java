package io.salver.task.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salver.task.ClassScore;
import io.salver.task.text.TextFinding.Classes;
import io.salver.task.text.TextFinding.Entities;
import io.salver.task.text.TextFinding.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The models that ship, from text to answer, against what their recipes make of them. */
final class ShippedCasesTest {

  private static final Path REPOSITORY = Path.of("models/repository");
  private static final Path CASES = Path.of("src/test/resources/text");
  private static final double TOLERANCE = 1e-3;

  @ParameterizedTest
  @ValueSource(strings = {"sst2", "clinc"})
  void texts_have_their_classes(String name) throws IOException {
    JsonNode versions = cases(name).path("versions");
    for (String version : (Iterable<String>) versions::fieldNames) {
      try (FixtureModel model = new FixtureModel(REPOSITORY, name, Long.parseLong(version))) {
        for (JsonNode each : versions.path(version)) {
          TextTask task = new TextTask.Classify(OptionalInt.of(1), OptionalDouble.empty());
          Classes classes = (Classes) read(model, each, task).finding();
          ClassScore best = classes.best().getFirst();
          assertThat(best.label()).as(each.toString()).isEqualTo(each.path("label").asText());
          assertThat((double) best.score())
              .as(each.toString())
              .isCloseTo(each.path("probability").asDouble(), within(TOLERANCE));
          if (each.has("out_of_scope")) {
            assertThat(classes.scope().orElseThrow().inside())
                .as(each.toString())
                .isNotEqualTo(each.path("out_of_scope").asBoolean());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "sentences")
  void texts_have_their_vectors(String name) throws IOException {
    JsonNode cases = cases(name).path("cases");
    try (FixtureModel model = new FixtureModel(REPOSITORY, name, 1)) {
      for (JsonNode each : cases) {
        TextFinding.Embedding found =
            (TextFinding.Embedding) read(model, each, new TextTask.Embed()).finding();
        JsonNode vector = each.path("vector");
        assertThat(found.vector()).hasSize(vector.size());
        for (int i = 0; i < vector.size(); i++) {
          assertThat((double) found.vector()[i])
              .isCloseTo(vector.get(i).asDouble(), within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"snips", "entities"})
  void texts_have_their_entities(String name) throws IOException {
    JsonNode cases = cases(name).path("cases");
    try (FixtureModel model = new FixtureModel(REPOSITORY, name, 1)) {
      for (JsonNode each : cases) {
        TextAnswer.Reading reading = read(model, each, new TextTask.Tag(OptionalDouble.empty()));
        assertThat(reading.tokens()).as(each.toString()).isEqualTo(each.path("ids").size());
        Entities found = (Entities) reading.finding();
        assertThat(found.entities()).as(each.toString()).hasSameSizeAs(each.path("entities"));
        for (int i = 0; i < found.entities().size(); i++) {
          assertSame(each.path("entities").get(i), found.entities().get(i));
        }
        if (each.has("intent")) {
          ClassScore intent = found.whole().orElseThrow().best().getFirst();
          assertThat(intent.label()).isEqualTo(each.path("intent").path("label").asText());
          assertThat((double) intent.score())
              .isCloseTo(each.path("intent").path("score").asDouble(), within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "answers")
  void questions_have_their_answers(String name) throws IOException {
    JsonNode cases = cases(name).path("cases");
    try (FixtureModel model = new FixtureModel(REPOSITORY, name, 1)) {
      for (JsonNode each : cases) {
        QuestionAnswer found =
            model.answer(each.path("question").asText(), each.path("context").asText(), 1);
        JsonNode expected = each.path("answer");
        assertThat(found.answers()).as(each.toString()).hasSize(expected.isObject() ? 1 : 0);
        if (expected.isObject()) {
          QuestionAnswer.Span answer = found.answers().getFirst();
          assertThat(answer.text()).isEqualTo(expected.path("text").asText());
          assertThat(answer.start()).isEqualTo(expected.path("start").asInt());
          assertThat(answer.end()).isEqualTo(expected.path("end").asInt());
        }
      }
    }
  }

  private static void assertSame(JsonNode expected, Entity found) {
    assertThat(found.type()).isEqualTo(expected.path("label").asText());
    assertThat(found.text()).isEqualTo(expected.path("text").asText());
    assertThat(found.start()).isEqualTo(expected.path("start").asInt());
    assertThat(found.end()).isEqualTo(expected.path("end").asInt());
    assertThat(found.score())
        .as(expected.toString())
        .isCloseTo(expected.path("score").asDouble(), within(TOLERANCE));
  }

  private static TextAnswer.Reading read(FixtureModel model, JsonNode each, TextTask task) {
    return model.read(List.of(each.path("text").asText()), task).texts().getFirst();
  }

  private static JsonNode cases(String name) throws IOException {
    Path file = CASES.resolve(name + ".json");
    Assumptions.assumeTrue(
        Files.exists(file) && Files.exists(REPOSITORY.resolve(name)),
        name + " is not among the models that ship");
    return new ObjectMapper().readTree(file.toFile());
  }
}
