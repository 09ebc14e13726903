package io.salver.task.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotReady;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny encoder and decoder of the fixtures write what the recipe says that they do. */
final class TranslationTest {

  private static final String ENCODER = "seq2seq-encoder";
  private static final double CLOSE = 1e-4;

  private final WritingHouse house = WritingHouse.ofFixtures();

  @AfterEach
  void nothingIsLeftOpen() {
    house.close();
  }

  @Test
  void the_most_probable_text_is_that_of_the_recipe() {
    for (JsonNode each : WritingCases.of(ENCODER)) {
      JsonNode expected = each.get("greedy");

      Choice choice =
          write(each, new SettingsOf().greedy().maxTokens(8).logProbabilities(0))
              .choices()
              .getFirst();

      List<Integer> ids = WritingCases.ids(expected.get("ids"));
      boolean hasEnded = ids.getLast() == 2;
      assertThat(choice.text()).isEqualTo(expected.get("text").textValue());
      assertThat(choice.tokens().stream().map(TokenScore::id))
          .isEqualTo(hasEnded ? ids.subList(0, ids.size() - 1) : ids);
      if (!hasEnded) {
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
  void the_model_searches_by_itself_with_the_beams_that_it_names() {
    for (JsonNode each : WritingCases.of(ENCODER)) {
      JsonNode expected = each.get("beams");

      Generation found = write(each, new SettingsOf().choices(expected.size()));

      assertThat(found.choices().stream().map(Choice::text))
          .as("of '%s'", each.get("text").textValue())
          .isEqualTo(texts(expected));
    }
  }

  @Test
  void a_wide_beam_finds_the_best_of_all_short_texts(@TempDir Path root) {
    WritingHouse.add(
        root,
        ENCODER,
        """
        task: text-to-text
        preprocess: {tokenizer: tokenizer.json}
        postprocess: {decoder: seq2seq-decoder, start: 1, end: 2}
        """);
    WritingHouse.add(root, "seq2seq-decoder", "timeout: 10s");
    try (WritingHouse wide = new WritingHouse(root)) {
      wide.serve("seq2seq-decoder");
      wide.serve(ENCODER);
      for (JsonNode each : WritingCases.of(ENCODER)) {
        Generation found =
            wide.write(
                ENCODER,
                new Prompt.Text(each.get("text").textValue()),
                new SettingsOf().beams(64, 1).maxTokens(3).build());

        assertThat(found.choices().getFirst().text())
            .isEqualTo(each.get("best_of_all_up_to_3").get("text").textValue());
      }
    }
  }

  @Test
  void texts_of_a_request_are_written_apart() {
    List<JsonNode> cases = WritingCases.of(ENCODER);

    Generation together =
        house.write(
            ENCODER,
            cases.stream()
                .<Prompt>map(each -> new Prompt.Text(each.get("text").textValue()))
                .toList(),
            GenerationSettings.DEFAULT);

    for (int i = 0; i < cases.size(); i++) {
      assertThat(together.choices().get(i).index()).isEqualTo(i);
      assertThat(together.choices().get(i).text())
          .isEqualTo(cases.get(i).get("beams").get(0).get("text").textValue());
    }
  }

  @Test
  void a_decoder_that_is_not_there_is_told_by_the_key_that_names_it(@TempDir Path root) {
    try (WritingHouse half =
        WritingHouse.of(
            root,
            ENCODER,
            """
            task: text-to-text
            preprocess: {tokenizer: tokenizer.json}
            postprocess: {decoder: nowhere}
            """)) {
      assertThatThrownBy(
              () -> half.write(ENCODER, new Prompt.Text("abc"), GenerationSettings.DEFAULT))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(NotReady.class)
          .hasMessageContaining("postprocess.decoder")
          .hasMessageContaining("nowhere");
    }
  }

  @Test
  void a_text_that_is_too_long_or_to_be_echoed_is_refused() {
    assertThatThrownBy(
            () -> house.write(ENCODER, new Prompt.Text("a".repeat(65)), GenerationSettings.DEFAULT))
        .hasCauseInstanceOf(InvalidInput.class)
        .hasMessageContaining("65 tokens; the model takes at most 64");
    assertThatThrownBy(
            () -> house.write(ENCODER, new Prompt.Text("a"), new SettingsOf().echo().build()))
        .hasCauseInstanceOf(InvalidInput.class)
        .hasMessageContaining("echo");
  }

  private Generation write(JsonNode each, SettingsOf settings) {
    return house.write(ENCODER, new Prompt.Text(each.get("text").textValue()), settings.build());
  }

  private static List<String> texts(JsonNode hypotheses) {
    List<String> texts = new ArrayList<>();
    hypotheses.forEach(each -> texts.add(each.get("text").textValue()));
    return texts;
  }
}
