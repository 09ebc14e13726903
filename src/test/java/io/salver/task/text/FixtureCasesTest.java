package io.salver.task.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.task.ClassScore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Small models of the recipes, from text to answer, against what the recipes make of them. */
final class FixtureCasesTest {

  private static final Path FIXTURES = Path.of("src/test/resources/text/fixtures");
  private static final double TOLERANCE = 1e-4;

  @Test
  void entities_and_what_the_whole_is_are_those_of_the_recipe() throws IOException {
    try (FixtureModel tagger = new FixtureModel(FIXTURES, "tagger")) {
      List<JsonNode> cases = cases(tagger);
      TextAnswer together =
          tagger.read(
              cases.stream().map(each -> each.path("text").asText()).toList(),
              new TextTask.Tag(OptionalDouble.empty()));
      assertThat(tagger.runs()).as("runs for all texts").isEqualTo(1);
      for (int i = 0; i < cases.size(); i++) {
        JsonNode expected = cases.get(i);
        TextAnswer.Reading reading = together.texts().get(i);
        assertThat(reading.tokens()).isEqualTo(expected.path("ids").size());
        assertThat(reading.windows()).isEqualTo(1);
        assertThat(reading.cut()).isFalse();
        TextFinding.Entities found = (TextFinding.Entities) reading.finding();
        assertSame(expected.path("crf").path("entities"), found.entities());
        assertSame(expected.path("intents"), found.whole().orElseThrow());
      }
    }
  }

  @Test
  void answers_stand_where_the_recipe_finds_them() throws IOException {
    try (FixtureModel reader = new FixtureModel(FIXTURES, "qa")) {
      for (JsonNode expected : cases(reader)) {
        String text = expected.path("context").asText();
        JsonNode best = expected.path("best");
        QuestionAnswer answer =
            reader.answer(expected.path("question").asText(), text, best.size());
        assertThat(answer.tokens()).isEqualTo(expected.path("ids").size());
        assertThat(answer.noAnswer()).isZero();
        assertThat(answer.answers()).hasSameSizeAs(best);
        for (int i = 0; i < best.size(); i++) {
          QuestionAnswer.Span found = answer.answers().get(i);
          assertThat(found.start()).isEqualTo(best.get(i).path("start").asInt());
          assertThat(found.end()).isEqualTo(best.get(i).path("end").asInt());
          assertThat(found.text()).isEqualTo(best.get(i).path("text").asText());
          double margin =
              best.get(0).path("score").asDouble() - best.get(i).path("score").asDouble();
          double ratio = found.score() / answer.answers().getFirst().score();
          assertThat(ratio).isCloseTo(Math.exp(-margin), within(TOLERANCE));
        }
        assertThat(answer.answers().stream().mapToDouble(QuestionAnswer.Span::score).sum())
            .isBetween(0.0, 1.0);
      }
    }
  }

  private static List<JsonNode> cases(FixtureModel model) throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    model.expected().path("cases").forEach(cases::add);
    assertThat(cases).isNotEmpty();
    return cases;
  }

  private static void assertSame(JsonNode expected, List<TextFinding.Entity> found) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      TextFinding.Entity entity = found.get(i);
      JsonNode each = expected.get(i);
      assertThat(entity.type()).isEqualTo(each.path("label").asText());
      assertThat(entity.text()).isEqualTo(each.path("text").asText());
      assertThat(entity.start()).isEqualTo(each.path("start").asInt());
      assertThat(entity.end()).isEqualTo(each.path("end").asInt());
      assertThat(entity.score()).isCloseTo(each.path("score").asDouble(), within(TOLERANCE));
    }
  }

  private static void assertSame(JsonNode logits, TextFinding.Classes found) {
    double sum =
        IntStream.range(0, logits.size())
            .mapToDouble(i -> Math.exp(logits.get(i).asDouble()))
            .sum();
    assertThat(found.best()).hasSize(logits.size());
    for (ClassScore each : found.best()) {
      double expected = Math.exp(logits.get(each.index()).asDouble()) / sum;
      assertThat((double) each.score()).isCloseTo(expected, within(TOLERANCE));
    }
  }
}
