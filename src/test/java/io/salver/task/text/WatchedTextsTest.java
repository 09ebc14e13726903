package io.salver.task.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.task.RecordedObservations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is watched of texts means what the recipes that wrote the profiles mean by it. */
final class WatchedTextsTest {

  private static final Path REPOSITORY = Path.of("models/repository");
  private static final int UNKNOWN = 1; // in the vocabularies of these models
  private static final double TOLERANCE = 1e-3;

  @ParameterizedTest
  @ValueSource(strings = {"snips", "entities"})
  void tokens_and_entities_are_those_of_the_recipe(String name) throws IOException {
    JsonNode cases = cases(name);
    try (FixtureModel model = new FixtureModel(REPOSITORY, name, 1)) {
      List<String> texts = new ArrayList<>();
      cases.forEach(each -> texts.add(each.path("text").asText()));
      model.read(texts, new TextTask.Tag(OptionalDouble.empty()));

      List<Observation> seen = model.watched.all();

      assertThat(seen).hasSize(texts.size());
      for (int i = 0; i < texts.size(); i++) {
        JsonNode expected = cases.get(i);
        Sample sample = seen.get(i).sample();
        assertText(sample, texts.get(i), expected.path("ids"));
        List<FeatureValue> entities = new ArrayList<>();
        expected
            .path("entities")
            .forEach(each -> entities.add(new FeatureValue.Category(each.path("label").asText())));
        assertThat(RecordedObservations.values(sample.predictions(), "entity")).isEqualTo(entities);
        assertConfidence(sample, expected);
        assertScores(sample, expected);
      }
    }
  }

  /** Of all intents, where there is one. */
  private static void assertScores(Sample sample, JsonNode expected) {
    float[] scores = sample.embeddings().get("scores");
    if (!expected.has("intent")) {
      assertThat(scores).isNull();
      return;
    }
    double sum = 0;
    double most = 0;
    for (float score : requireNonNull(scores)) {
      sum += score;
      most = Math.max(most, score);
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    assertThat(most).isCloseTo(expected.path("intent").path("score").asDouble(), within(TOLERANCE));
  }

  /** Of the intent, where there is one; else of each entity. */
  private static void assertConfidence(Sample sample, JsonNode expected) {
    List<Double> confidences = new ArrayList<>();
    if (expected.has("intent")) {
      confidences.add(expected.path("intent").path("score").asDouble());
      assertThat(RecordedObservations.category(sample.predictions(), "label"))
          .isEqualTo(expected.path("intent").path("label").asText());
    } else {
      expected.path("entities").forEach(each -> confidences.add(each.path("score").asDouble()));
    }
    List<FeatureValue> found = RecordedObservations.values(sample.predictions(), "confidence");
    assertThat(found).hasSameSizeAs(confidences);
    for (int i = 0; i < found.size(); i++) {
      assertThat(((FeatureValue.Numeric) found.get(i)).value())
          .isCloseTo(confidences.get(i), within(TOLERANCE));
    }
  }

  @Test
  void questions_are_told_by_context_tokens_and_margin() throws IOException {
    JsonNode cases = cases("answers");
    try (FixtureModel model = new FixtureModel(REPOSITORY, "answers", 1)) {
      for (JsonNode each : cases) {
        model.answer(each.path("question").asText(), each.path("context").asText(), 1);
      }
      for (int i = 0; i < cases.size(); i++) {
        JsonNode expected = cases.get(i);
        Sample sample = model.watched.all().get(i).sample();
        assertText(sample, expected.path("context").asText(), expected.path("ids"));
        double margin = expected.path("margin").asDouble();
        assertThat(RecordedObservations.number(sample.predictions(), "margin"))
            .isCloseTo(margin, within(.05));
        assertThat(RecordedObservations.category(sample.predictions(), "answered"))
            .isEqualTo(margin > 0 ? "yes" : "no");
      }
    }
  }

  @Test
  void classes_are_told_by_label_and_confidence() {
    try (FixtureModel model = new FixtureModel(REPOSITORY, "sst2", 1)) {
      model.read(
          List.of("Tedious, loud and utterly pointless."),
          new TextTask.Classify(OptionalInt.empty(), OptionalDouble.empty()));
      Observation seen = model.watched.only();
      assertThat(RecordedObservations.category(seen.sample().predictions(), "label"))
          .isEqualTo("negative");
      assertThat(RecordedObservations.number(seen.sample().predictions(), "confidence"))
          .isCloseTo(.874, within(TOLERANCE));
      List<Predicted.Share> classes =
          ((Predicted.Classes) seen.predicted().orElseThrow()).classes();
      assertThat(classes).hasSize(2);
      float[] scores = requireNonNull(seen.sample().embeddings().get("scores"));
      assertThat(scores[0]).isCloseTo((float) classes.get(0).probability(), within(1e-6f));
      assertThat(scores[1]).isCloseTo((float) classes.get(1).probability(), within(1e-6f));
    }
  }

  @Test
  void vectors_are_told_with_the_length_that_they_had() {
    try (FixtureModel model = new FixtureModel(REPOSITORY, "sentences", 1)) {
      model.read(List.of("how do i get to the airport"), new TextTask.Embed());
      Sample sample = model.watched.only().sample();
      float[] vector = requireNonNull(sample.embeddings().get("embedding"));
      double length = 0;
      for (float each : vector) {
        length += each * each;
      }
      assertThat(length).isCloseTo(1, within(1e-5));
      assertThat(RecordedObservations.number(sample.predictions(), "norm")).isGreaterThan(1.01);
    }
  }

  private static void assertText(Sample sample, String text, JsonNode ids) {
    int unknown = 0;
    for (JsonNode id : ids) {
      unknown += id.asInt() == UNKNOWN ? 1 : 0;
    }
    assertThat(RecordedObservations.number(sample.features(), "text.characters"))
        .isEqualTo(text.codePointCount(0, text.length()));
    assertThat(RecordedObservations.number(sample.features(), "text.tokens")).isEqualTo(ids.size());
    assertThat(RecordedObservations.number(sample.features(), "text.unknown"))
        .isEqualTo((double) unknown / ids.size());
  }

  private static JsonNode cases(String name) throws IOException {
    return new ObjectMapper()
        .readTree(Path.of("src/test/resources/text", name + ".json").toFile())
        .path("cases");
  }
}
