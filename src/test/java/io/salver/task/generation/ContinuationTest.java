package io.salver.task.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.model.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny language model of the fixtures writes what the recipe says that it does. */
final class ContinuationTest {

  private static final double CLOSE = 1e-4;

  private final WritingHouse house = WritingHouse.ofFixtures();

  @AfterEach
  void nothingIsLeftOpen() {
    house.close();
  }

  @Test
  void the_most_probable_text_is_that_of_the_recipe() {
    for (JsonNode each : WritingCases.of("gpt")) {
      JsonNode expected = each.get("greedy_until_end");

      Choice choice = only(write(each, new SettingsOf().maxTokens(20).logProbabilities(0)));

      assertThat(choice.text()).isEqualTo(expected.get("text").textValue());
      List<Integer> ids = WritingCases.ids(expected.get("ids"));
      boolean hasEnded = ids.getLast() == 2;
      assertThat(choice.tokens().stream().map(TokenScore::id))
          .isEqualTo(hasEnded ? ids.subList(0, ids.size() - 1) : ids);
      assertThat(choice.finish()).isEqualTo(hasEnded ? FinishReason.STOP : FinishReason.LENGTH);
    }
  }

  @Test
  void beams_find_the_hypotheses_of_the_recipe_in_its_order() {
    for (JsonNode each : WritingCases.of("gpt")) {
      for (int penalty = 0; penalty <= 1; penalty++) {
        JsonNode expected = each.get("beams_penalty_" + penalty);

        Generation found =
            write(
                each,
                new SettingsOf()
                    .maxTokens(6)
                    .beams(3, penalty)
                    .choices(expected.size())
                    .logProbabilities(0));

        for (int i = 0; i < expected.size(); i++) {
          assertThat(found.choices().get(i).text())
              .as("choice %d after '%s'", i, each.get("prompt").textValue())
              .isEqualTo(expected.get(i).get("text").textValue());
        }
      }
    }
  }

  @Test
  void an_echoed_prompt_without_continuation_is_scored_as_by_the_recipe() {
    for (JsonNode each : WritingCases.of("gpt")) {
      String prompt = each.get("prompt").textValue();

      Generation scored = write(each, new SettingsOf().maxTokens(0).echo().logProbabilities(0));

      Choice choice = only(scored);
      assertThat(choice.text()).isEqualTo(prompt);
      assertThat(choice.finish()).isEqualTo(FinishReason.LENGTH);
      JsonNode expected = each.get("prompt_log_probabilities");
      assertThat(choice.tokens()).hasSize(expected.size());
      assertThat(choice.tokens().getFirst().logProbability()).isEmpty();
      for (int i = 1; i < expected.size(); i++) {
        assertThat(choice.tokens().get(i).logProbability().orElseThrow())
            .isCloseTo(expected.get(i).doubleValue(), within(CLOSE));
        assertThat(choice.tokens().get(i).offset()).isEqualTo(i);
        assertThat(choice.tokens().get(i).text()).isEqualTo(prompt.substring(i, i + 1));
      }
      assertThat(scored.usage()).isEqualTo(new Usage(expected.size(), 0));
    }
  }

  @Test
  void log_probabilities_sum_to_that_of_the_text_and_the_alternatives_are_the_best() {
    for (JsonNode each : WritingCases.of("gpt")) {
      JsonNode expected = each.get("greedy");

      Choice choice =
          only(write(each, new SettingsOf().maxTokens(5).bias(2, -100).logProbabilities(3)));

      for (TokenScore token : choice.tokens()) {
        assertThat(token.top()).hasSize(3);
        assertThat(token.top().getFirst().logProbability())
            .isGreaterThanOrEqualTo(token.top().get(1).logProbability());
        assertThat(token.logProbability().orElseThrow())
            .isLessThanOrEqualTo(token.top().getFirst().logProbability());
      }
      assertThat(expected.get("log_probability").doubleValue()).isNegative();
    }
  }

  @Test
  void a_prompt_of_ids_is_continued_like_its_text() {
    JsonNode first = WritingCases.of("gpt").getFirst();
    Generation ofText = write(first, new SettingsOf().maxTokens(4).echo().bias(2, -100));

    Generation ofIds =
        house.write(
            "gpt",
            new Prompt.Tokens(WritingCases.ids(first.get("ids"))),
            new SettingsOf().maxTokens(4).echo().bias(2, -100).build());

    assertThat(ofIds.choices()).isEqualTo(ofText.choices());
  }

  @Test
  void without_a_cache_the_same_is_written_as_far_as_the_context_reaches(@TempDir Path root) {
    try (WritingHouse plain =
        WritingHouse.ofGpt(root, "{end: 2, context: 12, temperature: 0, cache: false}")) {
      for (JsonNode each : WritingCases.of("gpt")) {
        Prompt prompt = new Prompt.Text(each.get("prompt").textValue());
        int most = 12 - each.get("ids").size();
        GenerationSettings settings =
            new SettingsOf().maxTokens(most).bias(2, -100).logProbabilities(2).build();

        List<TokenScore> cached = only(house.write("gpt", prompt, settings)).tokens();
        List<TokenScore> uncached = only(plain.write("gpt", prompt, settings)).tokens();

        assertThat(uncached).hasSameSizeAs(cached);
        for (int i = 0; i < cached.size(); i++) {
          assertThat(uncached.get(i).id()).isEqualTo(cached.get(i).id());
          assertThat(uncached.get(i).logProbability().orElseThrow())
              .isCloseTo(cached.get(i).logProbability().orElseThrow(), within(CLOSE));
        }
      }
    }
  }

  @Test
  void what_slides_goes_on_beyond_the_context_as_the_recipe_does(@TempDir Path root) {
    try (WritingHouse endless =
        WritingHouse.ofGpt(root, "{end: none, context: 12, slide: true, temperature: 0}")) {
      for (JsonNode each : WritingCases.of("gpt")) {
        JsonNode expected = each.get("greedy");

        Choice choice =
            only(
                endless.write(
                    "gpt",
                    new Prompt.Text(each.get("prompt").textValue()),
                    new SettingsOf()
                        .maxTokens(expected.get("ids").size())
                        .logProbabilities(0)
                        .build()));

        assertThat(choice.tokens().stream().map(TokenScore::id))
            .isEqualTo(WritingCases.ids(expected.get("ids")));
        assertThat(
                choice.tokens().stream()
                    .map(TokenScore::logProbability)
                    .mapToDouble(OptionalDouble::orElseThrow)
                    .sum())
            .isCloseTo(expected.get("log_probability").doubleValue(), within(CLOSE));
      }
    }
  }

  @Test
  void a_prompt_longer_than_the_context_is_read_in_parts_where_it_slides() {
    String prompt = "abcde badcab é".repeat(7);

    Choice whole =
        only(
            house.write(
                "gpt",
                new Prompt.Text(prompt),
                new SettingsOf().maxTokens(0).echo().logProbabilities(0).build()));

    assertThat(whole.tokens()).hasSize(prompt.length());
    // Far from the beginning every period is foretold alike.
    for (int i = 42; i < 56; i++) {
      assertThat(whole.tokens().get(i).logProbability().orElseThrow())
          .isCloseTo(whole.tokens().get(i + 14).logProbability().orElseThrow(), within(CLOSE));
    }
  }

  @Test
  void tokens_are_counted_and_timed() {
    write(WritingCases.of("gpt").getFirst(), new SettingsOf().maxTokens(5).bias(2, -100));

    ModelId model = new ModelId("gpt", 1);
    assertThat(house.told.readByModel).containsEntry(model, 3);
    assertThat(house.told.writtenByModel).containsEntry(model, 5);
    assertThat(house.told.firsts).hasSize(1);
    assertThat(house.told.steps).hasSize(4);
  }

  private Generation write(JsonNode each, SettingsOf settings) {
    return house.write("gpt", new Prompt.Text(each.get("prompt").textValue()), settings.build());
  }

  private static Choice only(Generation generation) {
    assertThat(generation.choices()).hasSize(1);
    return generation.choices().getFirst();
  }
}
