package io.salver.task.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotReady;
import io.salver.fault.TooLarge;
import io.salver.model.TextFiles;
import io.salver.task.ClassScore;
import io.salver.task.TaskName;
import io.salver.task.text.FakeReader.Output;
import io.salver.task.text.TextFinding.Classes;
import io.salver.task.text.TextFinding.Entities;
import io.salver.task.text.TextFinding.Entity;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class TextTasksTest {

  private static final TextTask.Classify CLASSIFY =
      new TextTask.Classify(OptionalInt.empty(), OptionalDouble.empty());
  private static final TextTask.Tag TAG = new TextTask.Tag(OptionalDouble.empty());
  private static final Map<String, List<String>> ABC =
      Map.of(TextFiles.LABELS, List.of("a", "b", "c"));

  /** How often each of the letters a, b, c is there. */
  private static final Output COUNTS =
      new Output(
          "logits",
          false,
          3,
          (ids, output) -> {
            for (int letter = 0; letter < 3; letter++) {
              int count = 0;
              for (long id : ids) {
                count += id == FakeReader.FIRST + letter ? 1 : 0;
              }
              output.put(count);
            }
          });

  /** B-x for a, I-x for b, B-y for c, else O. */
  private static final Output LABELS =
      new Output(
          "logits",
          true,
          4,
          (ids, output) -> {
            for (long id : ids) {
              int label = id >= FakeReader.FIRST && id < FakeReader.FIRST + 3 ? (int) id - 3 : 0;
              for (int i = 0; i < 4; i++) {
                output.put(i == label ? 5 : 0);
              }
            }
          });

  private static final Map<String, List<String>> XY =
      Map.of(TextFiles.LABELS, List.of("O", "B-x", "I-x", "B-y"));

  private static FakeReader classifier(
      Map<String, Object> preprocess, Map<String, Object> postprocess) {
    return new FakeReader(
        TaskName.TEXT_CLASSIFICATION, preprocess, postprocess, ABC, List.of(COUNTS));
  }

  @Test
  void texts_of_a_request_are_read_together_and_answered_in_their_order() {
    try (FakeReader reader = classifier(Map.of(), Map.of())) {
      TextAnswer answer = reader.read(List.of("b b b b b b", "a a", "c"), CLASSIFY);
      assertThat(reader.models.requests()).hasSize(1);
      assertThat(answer.model().name()).isEqualTo(FakeReader.NAME);
      assertThat(answer.texts())
          .extracting(each -> best(each).label())
          .containsExactly("b", "a", "c");
      assertThat(answer.texts()).extracting(TextAnswer.Reading::tokens).containsExactly(8, 4, 3);
      assertThat(best(answer.texts().get(1)).score())
          .isCloseTo((float) (Math.exp(2) / (Math.exp(2) + 2)), within(1e-6f));
    }
  }

  @Test
  void rows_are_filled_up_to_a_multiple_of_what_the_run_needs() {
    try (FakeReader reader = classifier(Map.of("multiple", 4), Map.of())) {
      reader.read(List.of("a b c", "a"), CLASSIFY);
      assertThat(reader.models.requests().getFirst().inputs().get("input_ids").shape().toArray())
          .containsExactly(2, 8);
    }
  }

  @Test
  void what_is_too_long_is_cut_and_said_so() {
    try (FakeReader reader = classifier(Map.of("max-tokens", 5), Map.of())) {
      TextAnswer.Reading reading =
          reader.read(List.of("a b b c c c c c"), CLASSIFY).texts().getFirst();
      assertThat(best(reading).label()).isEqualTo("b");
      assertThat(reading.cut()).isTrue();
      assertThat(reading.tokens()).isEqualTo(10);
    }
  }

  @Test
  void or_refused_with_the_place_of_the_text() {
    try (FakeReader reader = classifier(Map.of("max-tokens", 5, "long", "error"), Map.of())) {
      assertThatThrownBy(() -> reader.read(List.of("a", "a b c a"), CLASSIFY))
          .hasCauseInstanceOf(InvalidInput.class)
          .hasMessageContaining("text 2 of 2: the text has 6 tokens; the model reads at most 5");
    }
  }

  @Test
  void or_read_in_windows_whose_scores_are_averaged() {
    try (FakeReader reader =
        classifier(
            Map.of("max-tokens", 4, "long", "windows", "stride", 0),
            Map.of("activation", "none"))) {
      TextAnswer.Reading reading =
          reader.read(List.of("a a b b c c c"), CLASSIFY).texts().getFirst();
      assertThat(reading.windows()).isEqualTo(4);
      assertThat(reading.cut()).isFalse();
      assertThat(((Classes) reading.finding()).best())
          .extracting(ClassScore::score)
          .containsExactly(0.75f, 0.5f, 0.5f);
    }
  }

  @Test
  void a_text_may_be_of_several_classes_or_of_none() {
    Map<String, Object> postprocess =
        Map.of("multi-label", true, "activation", "sigmoid", "threshold", 0.7);
    try (FakeReader reader = classifier(Map.of(), postprocess)) {
      TextAnswer answer = reader.read(List.of("a b c a b", "d"), CLASSIFY);
      assertThat(((Classes) answer.texts().get(0).finding()).best())
          .extracting(ClassScore::label)
          .containsExactly("a", "b", "c");
      assertThat(((Classes) answer.texts().get(1).finding()).best()).isEmpty();
      TextTask.Classify low = new TextTask.Classify(OptionalInt.of(2), OptionalDouble.of(0.5));
      assertThat(((Classes) reader.read(List.of("d"), low).texts().getFirst().finding()).best())
          .hasSize(2);
    }
  }

  @Test
  void texts_about_nothing_the_model_knows_are_told_by_the_largest_probability() {
    Map<String, Object> rule = Map.of("by", "probability", "threshold", 0.6);
    assertInside(rule, "a a a", true);
    assertInside(rule, "a b", false);
  }

  @Test
  void or_by_their_energy() {
    Map<String, Object> rule = Map.of("by", "energy", "threshold", -2.0);
    assertInside(rule, "a a a", true);
    assertInside(rule, "a", false);
  }

  @Test
  void or_by_a_class_of_their_own_which_then_is_no_part_of_the_other_measures() {
    assertInside(Map.of("label", "c"), "a a c", true);
    assertInside(Map.of("label", "c"), "a c c", false);
    assertInside(Map.of("by", "label", "label", "c", "threshold", 0.2), "a a c", false);
    assertInside(Map.of("by", "probability", "label", "c", "threshold", 0.6), "a a c c c", true);
  }

  private static void assertInside(Map<String, Object> rule, String text, boolean inside) {
    try (FakeReader reader = classifier(Map.of(), Map.of("out-of-scope", rule))) {
      Classes classes = (Classes) reader.read(List.of(text), CLASSIFY).texts().getFirst().finding();
      assertThat(classes.scope().orElseThrow().inside()).isEqualTo(inside);
    }
  }

  @Test
  void entities_lie_in_the_callers_characters_and_cut_none() {
    try (FakeReader tagger = tagger(Map.of())) {
      String text = "\uD83D\uDE00 a b, e\u0301 c\u0301 \u05D0 b";
      assertThat(entities(tagger, text))
          .extracting(Entity::type, Entity::text, Entity::start, Entity::end)
          .containsExactly(tuple("x", "a b", 3, 6), tuple("y", "c\u0301", 11, 13));
    }
  }

  @Test
  void a_text_in_windows_has_the_entities_that_it_has_in_one() {
    String text = "a b d c d a b d d c a b d a b b c d a";
    try (FakeReader whole = tagger(Map.of());
        FakeReader windows = tagger(Map.of("max-tokens", 8, "long", "windows", "stride", 3))) {
      assertThat(entities(windows, text)).isEqualTo(entities(whole, text)).hasSize(8);
    }
  }

  @Test
  void entities_that_are_not_sure_enough_are_left_out() {
    try (FakeReader tagger = tagger(Map.of())) {
      assertThat(
              ((Entities)
                      tagger
                          .read(List.of("a"), new TextTask.Tag(OptionalDouble.of(0.99)))
                          .texts()
                          .getFirst()
                          .finding())
                  .entities())
          .isEmpty();
    }
  }

  @Test
  void vectors_of_tokens_are_pooled_without_what_fills_up() {
    assertVector("mean", (2 + 4 + 6 + 3) / 4f);
    assertVector("max", 6);
    assertVector("cls", 2);
  }

  /** A vector for each token: its id, and 1. */
  private static void assertVector(String pooling, float expected) {
    Output states =
        new Output(
            "last_hidden_state",
            true,
            2,
            (ids, output) -> {
              for (long id : ids) {
                output.put(id == 0 ? 1e6f : id).put(1);
              }
            });
    Map<String, Object> postprocess = Map.of("pooling", pooling, "normalize", false);
    try (FakeReader reader =
        new FakeReader(TaskName.TEXT_EMBEDDING, Map.of(), postprocess, Map.of(), List.of(states))) {
      float[] vector =
          ((TextFinding.Embedding)
                  reader.read(List.of("a c"), new TextTask.Embed()).texts().getFirst().finding())
              .vector();
      assertThat(vector).containsExactly(expected, 1);
    }
  }

  @Test
  void vectors_have_length_one_unless_they_are_nothing() {
    Output sentence =
        new Output(
            "sentence_embedding",
            false,
            2,
            (ids, output) -> output.put(ids[1] == FakeReader.FIRST ? 3 : 0).put(0));
    try (FakeReader reader =
        new FakeReader(TaskName.TEXT_EMBEDDING, Map.of(), Map.of(), Map.of(), List.of(sentence))) {
      TextAnswer answer = reader.read(List.of("a", "b"), new TextTask.Embed());
      assertThat(((TextFinding.Embedding) answer.texts().get(0).finding()).vector())
          .containsExactly(1, 0);
      assertThat(((TextFinding.Embedding) answer.texts().get(1).finding()).vector())
          .containsExactly(0, 0);
    }
  }

  @Test
  void an_answer_is_found_in_whatever_window_it_stands() {
    try (FakeReader reader =
        reader(Map.of("max-tokens", 8, "long", "windows", "stride", 2), Map.of())) {
      String text = "d d d d d d a d b d d d d";
      QuestionAnswer answer = reader.answer("e", text);
      assertThat(answer.windows()).isGreaterThan(2);
      assertThat(answer.answers().getFirst().text()).isEqualTo("a d b");
      assertThat(answer.answers().getFirst().start()).isEqualTo(12);
      assertThat(answer.answers().getFirst().score()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void a_text_that_does_not_say_has_no_answer() {
    try (FakeReader reader = reader(Map.of(), Map.of("no-answer", "first"))) {
      assertThat(reader.answer("e", "d d a b").answers()).hasSize(1);
      QuestionAnswer none = reader.answer("e", "d d d");
      assertThat(none.answers()).isEmpty();
      assertThat(none.noAnswer()).isBetween(0.5, 1.0);
      assertThat(reader.answer("e", "   ").answers()).isEmpty();
    }
  }

  /** An answer begins at a and ends at b; the first token speaks for none. */
  private static FakeReader reader(Map<String, Object> preprocess, Map<String, Object> post) {
    return new FakeReader(
        TaskName.QUESTION_ANSWERING,
        preprocess,
        post,
        Map.of(),
        List.of(
            new Output("start_logits", true, 0, (ids, output) -> ends(ids, output, 0)),
            new Output("end_logits", true, 0, (ids, output) -> ends(ids, output, 1))));
  }

  private static void ends(long[] ids, FloatBuffer output, int letter) {
    for (long id : ids) {
      output.put(id == FakeReader.FIRST + letter ? 9 : id == 2 ? 4 : 0);
    }
  }

  @Test
  void requests_that_cannot_be_answered_are_refused_with_the_reason() {
    try (FakeReader reader = classifier(Map.of(), Map.of())) {
      assertThatThrownBy(() -> reader.read(List.of(), CLASSIFY))
          .hasCauseInstanceOf(InvalidInput.class)
          .hasMessageContaining("there is no text");
      assertThatThrownBy(() -> reader.read(List.of("a", "b".repeat(10_001)), CLASSIFY))
          .hasCauseInstanceOf(TooLarge.class)
          .hasMessageContaining("text 2 of 2: the text has 10001 characters; at most 10000");
      assertThatThrownBy(
              () ->
                  reader.read(
                      List.of("a"),
                      new TextTask.Classify(OptionalInt.of(0), OptionalDouble.empty())))
          .hasCauseInstanceOf(InvalidInput.class)
          .hasMessageContaining("top_k is 0");
      assertThatThrownBy(() -> reader.read(List.of("a"), TAG))
          .hasCauseInstanceOf(InvalidInput.class)
          .hasMessageContaining("is for text-classification");
    }
  }

  @Test
  void an_empty_text_is_a_text() {
    try (FakeReader reader = classifier(Map.of(), Map.of());
        FakeReader tagger = tagger(Map.of())) {
      assertThat(reader.read(List.of(""), CLASSIFY).texts().getFirst().tokens()).isEqualTo(2);
      assertThat(entities(tagger, " ")).isEmpty();
    }
  }

  @Test
  void tokenizers_come_and_go_with_their_model() {
    try (FakeReader reader = classifier(Map.of(), Map.of())) {
      reader.read(List.of("a"), CLASSIFY);
      reader.unload();
      assertThatThrownBy(() -> reader.read(List.of("a"), CLASSIFY))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(NotReady.class);
      reader.load();
      assertThat(best(reader.read(List.of("a"), CLASSIFY).texts().getFirst()).label())
          .isEqualTo("a");
    }
  }

  private static FakeReader tagger(Map<String, Object> preprocess) {
    return new FakeReader(TaskName.TOKEN_CLASSIFICATION, preprocess, Map.of(), XY, List.of(LABELS));
  }

  private static List<Entity> entities(FakeReader tagger, String text) {
    return ((Entities) tagger.read(List.of(text), TAG).texts().getFirst().finding()).entities();
  }

  private static ClassScore best(TextAnswer.Reading reading) {
    return ((Classes) reading.finding()).best().getFirst();
  }
}
