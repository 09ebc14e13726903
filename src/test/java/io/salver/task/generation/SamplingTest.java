package io.salver.task.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.tensor.TensorScope;
import io.salver.time.StopSignal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SamplingTest {

  private static final Prompt PROMPT = new Prompt.Text("abc");

  private final WritingHouse house = WritingHouse.ofFixtures();

  @AfterEach
  void nothingIsLeftOpen() {
    house.close();
  }

  @Test
  void a_seed_gives_the_same_texts_and_another_seed_others() {
    GenerationSettings settings = drawn().choices(4).seed(7).build();

    List<Choice> texts = house.write("gpt", PROMPT, settings).choices();

    assertThat(house.write("gpt", PROMPT, settings).choices()).isEqualTo(texts);
    assertThat(house.write("gpt", PROMPT, drawn().choices(4).seed(8).build()).choices())
        .isNotEqualTo(texts);
    assertThat(texts.stream().map(Choice::text).distinct()).hasSizeGreaterThan(1);
  }

  @Test
  void a_choice_does_not_depend_on_how_many_are_drawn_beside_it() {
    List<Choice> four = house.write("gpt", PROMPT, drawn().choices(4).seed(7).build()).choices();
    List<Choice> one = house.write("gpt", PROMPT, drawn().seed(7).build()).choices();

    assertThat(four.getFirst()).isEqualTo(one.getFirst());
  }

  @Test
  void the_best_of_several_are_those_with_the_most_probable_tokens() {
    SettingsOf all = drawn().choices(6).seed(3).logProbabilities(0);
    List<Choice> candidates = house.write("gpt", PROMPT, all.build()).choices();
    Generation best =
        house.write(
            "gpt", PROMPT, drawn().choices(2).bestOf(6).seed(3).logProbabilities(0).build());

    List<String> sorted =
        candidates.stream()
            .sorted((a, b) -> Double.compare(mean(b), mean(a)))
            .map(Choice::text)
            .limit(2)
            .toList();
    assertThat(best.choices().stream().map(Choice::text)).isEqualTo(sorted);
    assertThat(best.usage().completionTokens()).isEqualTo(6 * 12);
  }

  @Test
  void what_a_reader_hears_is_what_the_answer_would_say() {
    SettingsOf settings = drawn().choices(3).seed(5).echo().logProbabilities(1);
    List<Choice> whole = house.write("gpt", PROMPT, settings.build()).choices();
    Reader reader = new Reader(Integer.MAX_VALUE);

    Generation streamed = stream(reader, settings.build());

    for (Choice choice : whole) {
      assertThat(reader.text(choice.index())).isEqualTo(choice.text());
      assertThat(
              reader.pieces().stream()
                  .filter(piece -> piece.choice() == choice.index())
                  .flatMap(piece -> piece.tokens().stream()))
          .isEqualTo(choice.tokens());
      assertThat(streamed.choices().get(choice.index()).text()).isEmpty();
      assertThat(streamed.choices().get(choice.index()).finish()).isEqualTo(choice.finish());
    }
    assertThat(streamed.usage()).isEqualTo(new Usage(3, 36));
  }

  @Test
  void a_text_ends_before_a_stop_sequence_which_no_piece_shows() {
    String whole = house.write("gpt", PROMPT, drawn().seed(5).build()).choices().getFirst().text();
    String stop = whole.substring(4, 7);
    Reader reader = new Reader(Integer.MAX_VALUE);
    GenerationSettings settings = drawn().seed(5).stop(stop).logProbabilities(0).build();

    Choice stopped = house.write("gpt", PROMPT, settings).choices().getFirst();
    stream(reader, settings);

    assertThat(stopped.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
    assertThat(stopped.finish()).isEqualTo(FinishReason.STOP);
    assertThat(reader.text(0)).isEqualTo(stopped.text());
    assertThat(stopped.tokens()).allMatch(token -> token.end() <= stopped.text().length());
  }

  @Test
  void a_bias_of_a_hundred_forces_a_token_and_a_penalty_drives_others_in() {
    Choice forced = house.write("gpt", PROMPT, drawn().bias(7, 100).build()).choices().getFirst();
    assertThat(forced.text()).isEqualTo("b".repeat(12));

    Choice penalised =
        house
            .write("gpt", PROMPT, drawn().temperature(0).frequency(2).build())
            .choices()
            .getFirst();
    Choice plain = house.write("gpt", PROMPT, drawn().temperature(0).build()).choices().getFirst();
    assertThat(penalised.text().chars().distinct().count())
        .isGreaterThan(plain.text().chars().distinct().count());
  }

  @Test
  void settings_that_contradict_one_another_are_refused_with_their_names() {
    requireRefused(drawn().choices(4).bestOf(2), "best_of must be at least n, which is 4, not 2");
    requireRefused(searched().choices(3), "n must be at most the number of beams");
    requireRefused(searched().temperature(1), "temperature has no meaning with beams");
    requireRefused(drawn().topP(1.5), "top_p must be 0 to 1, not 1.5");
    requireRefused(drawn().choices(0), "n must be 1 to 128, not 0");
    requireRefused(drawn().bias(12, 1), "the model has tokens 0 to 11, not 12");
    requireRefused(drawn().bias(1, 101), "logit_bias must be -100 to 100, not 101");
    requireRefused(drawn().stop(""), "stop expects texts of 1 to 1024 characters");
  }

  @Test
  void prompts_that_cannot_be_read_are_refused() {
    assertThatThrownBy(() -> house.write("gpt", new Prompt.Text(""), GenerationSettings.DEFAULT))
        .hasCauseInstanceOf(InvalidInput.class)
        .hasMessageContaining("prompt expects at least one token");
    assertThatThrownBy(
            () -> house.write("gpt", new Prompt.Tokens(List.of(-1)), GenerationSettings.DEFAULT))
        .hasCauseInstanceOf(InvalidInput.class)
        .hasMessageContaining("tokens 0 to 11, not -1");
  }

  private void requireRefused(SettingsOf settings, String message) {
    assertThatThrownBy(() -> house.write("gpt", PROMPT, settings.build()))
        .hasCauseInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }

  private Generation stream(Reader reader, GenerationSettings settings) {
    try (TensorScope scope = house.memory.open()) {
      return WritingHouse.join(
          house.tasks.generate(
              new GenerationRequest(
                  WritingHouse.context("gpt", scope, StopSignal.never()),
                  List.of(PROMPT),
                  settings,
                  Optional.of(reader))));
    }
  }

  /** Twelve tokens without an end. */
  private static SettingsOf drawn() {
    return new SettingsOf().temperature(1).maxTokens(12).bias(2, -100);
  }

  private static SettingsOf searched() {
    return new SettingsOf().beams(2, 1);
  }

  private static double mean(Choice choice) {
    return choice.tokens().stream()
        .mapToDouble(token -> token.logProbability().orElseThrow())
        .average()
        .orElseThrow();
  }
}
