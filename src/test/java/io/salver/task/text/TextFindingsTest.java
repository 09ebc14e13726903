package io.salver.task.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.salver.task.TaskName;
import io.salver.task.text.FakeReader.Output;
import io.salver.task.text.TextFinding.Entities;
import io.salver.task.text.TextFinding.Entity;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Entities, vectors and answers in texts. */
final class TextFindingsTest {

  @Test
  void entities_lie_in_the_callers_characters_and_cut_none() {
    try (FakeReader tagger = LetterModels.tagger(Map.of())) {
      String text = "\uD83D\uDE00 a b, e\u0301 c\u0301 \u05D0 b";
      assertThat(LetterModels.entities(tagger, text))
          .extracting(Entity::type, Entity::text, Entity::start, Entity::end)
          .containsExactly(tuple("x", "a b", 3, 6), tuple("y", "c\u0301", 11, 13));
    }
  }

  @Test
  void a_text_in_windows_has_the_entities_that_it_has_in_one() {
    String text = "a b d c d a b d d c a b d a b b c d a";
    try (FakeReader whole = LetterModels.tagger(Map.of());
        FakeReader windows =
            LetterModels.tagger(Map.of("max-tokens", 8, "long", "windows", "stride", 3))) {
      assertThat(LetterModels.entities(windows, text))
          .isEqualTo(LetterModels.entities(whole, text))
          .hasSize(8);
    }
  }

  @Test
  void entities_that_are_not_sure_enough_are_left_out() {
    try (FakeReader tagger = LetterModels.tagger(Map.of())) {
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
}
