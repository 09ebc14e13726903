package io.salver.task.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotReady;
import io.salver.fault.TooLarge;
import io.salver.task.ClassScore;
import io.salver.task.text.TextFinding.Classes;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class TextTasksTest {

  @Test
  void texts_of_a_request_are_read_together_and_answered_in_their_order() {
    try (FakeReader reader = LetterModels.classifier(Map.of(), Map.of())) {
      TextAnswer answer = reader.read(List.of("b b b b b b", "a a", "c"), LetterModels.CLASSIFY);
      assertThat(reader.models.requests()).hasSize(1);
      assertThat(answer.model().name()).isEqualTo(FakeReader.NAME);
      assertThat(answer.texts())
          .extracting(each -> LetterModels.best(each).label())
          .containsExactly("b", "a", "c");
      assertThat(answer.texts()).extracting(TextAnswer.Reading::tokens).containsExactly(8, 4, 3);
      assertThat(LetterModels.best(answer.texts().get(1)).score())
          .isCloseTo((float) (Math.exp(2) / (Math.exp(2) + 2)), within(1e-6f));
    }
  }

  @Test
  void rows_are_filled_up_to_a_multiple_of_what_the_run_needs() {
    try (FakeReader reader = LetterModels.classifier(Map.of("multiple", 4), Map.of())) {
      reader.read(List.of("a b c", "a"), LetterModels.CLASSIFY);
      assertThat(reader.models.requests().getFirst().inputs().get("input_ids").shape().toArray())
          .containsExactly(2, 8);
    }
  }

  @Test
  void what_is_too_long_is_cut_and_said_so() {
    try (FakeReader reader = LetterModels.classifier(Map.of("max-tokens", 5), Map.of())) {
      TextAnswer.Reading reading =
          reader.read(List.of("a b b c c c c c"), LetterModels.CLASSIFY).texts().getFirst();
      assertThat(LetterModels.best(reading).label()).isEqualTo("b");
      assertThat(reading.cut()).isTrue();
      assertThat(reading.tokens()).isEqualTo(10);
    }
  }

  @Test
  void or_refused_with_the_place_of_the_text() {
    try (FakeReader reader =
        LetterModels.classifier(Map.of("max-tokens", 5, "long", "error"), Map.of())) {
      assertThatThrownBy(() -> reader.read(List.of("a", "a b c a"), LetterModels.CLASSIFY))
          .hasCauseInstanceOf(InvalidInput.class)
          .hasMessageContaining("text 2 of 2: the text has 6 tokens; the model reads at most 5");
    }
  }

  @Test
  void or_read_in_windows_whose_scores_are_averaged() {
    try (FakeReader reader =
        LetterModels.classifier(
            Map.of("max-tokens", 4, "long", "windows", "stride", 0),
            Map.of("activation", "none"))) {
      TextAnswer.Reading reading =
          reader.read(List.of("a a b b c c c"), LetterModels.CLASSIFY).texts().getFirst();
      assertThat(reading.windows()).isEqualTo(4);
      assertThat(reading.cut()).isFalse();
      assertThat(((Classes) reading.finding()).best())
          .extracting(ClassScore::score)
          .containsExactly(0.75f, 0.5f, 0.5f);
    }
  }

  @Test
  void requests_that_cannot_be_answered_are_refused_with_the_reason() {
    try (FakeReader reader = LetterModels.classifier(Map.of(), Map.of())) {
      assertThatThrownBy(() -> reader.read(List.of(), LetterModels.CLASSIFY))
          .hasCauseInstanceOf(InvalidInput.class)
          .hasMessageContaining("there is no text");
      assertThatThrownBy(() -> reader.read(List.of("a", "b".repeat(10_001)), LetterModels.CLASSIFY))
          .hasCauseInstanceOf(TooLarge.class)
          .hasMessageContaining("text 2 of 2: the text has 10001 characters; at most 10000");
      assertThatThrownBy(
              () ->
                  reader.read(
                      List.of("a"),
                      new TextTask.Classify(OptionalInt.of(0), OptionalDouble.empty())))
          .hasCauseInstanceOf(InvalidInput.class)
          .hasMessageContaining("top_k is 0");
      assertThatThrownBy(() -> reader.read(List.of("a"), LetterModels.TAG))
          .hasCauseInstanceOf(InvalidInput.class)
          .hasMessageContaining("is for text-classification");
    }
  }

  @Test
  void an_empty_text_is_a_text() {
    try (FakeReader reader = LetterModels.classifier(Map.of(), Map.of());
        FakeReader tagger = LetterModels.tagger(Map.of())) {
      assertThat(reader.read(List.of(""), LetterModels.CLASSIFY).texts().getFirst().tokens())
          .isEqualTo(2);
      assertThat(LetterModels.entities(tagger, " ")).isEmpty();
    }
  }

  @Test
  void tokenizers_come_and_go_with_their_model() {
    try (FakeReader reader = LetterModels.classifier(Map.of(), Map.of())) {
      reader.read(List.of("a"), LetterModels.CLASSIFY);
      reader.unload();
      assertThatThrownBy(() -> reader.read(List.of("a"), LetterModels.CLASSIFY))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(NotReady.class);
      reader.load();
      assertThat(
              LetterModels.best(reader.read(List.of("a"), LetterModels.CLASSIFY).texts().getFirst())
                  .label())
          .isEqualTo("a");
    }
  }
}
