package io.salver.task.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.task.ClassScore;
import io.salver.task.text.TextFinding.Classes;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Texts of several classes, and of none that the model knows. */
final class TextScopesTest {

  @Test
  void a_text_may_be_of_several_classes_or_of_none() {
    Map<String, Object> postprocess =
        Map.of("multi-label", true, "activation", "sigmoid", "threshold", 0.7);
    try (FakeReader reader = LetterModels.classifier(Map.of(), postprocess)) {
      TextAnswer answer = reader.read(List.of("a b c a b", "d"), LetterModels.CLASSIFY);
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
    try (FakeReader reader = LetterModels.classifier(Map.of(), Map.of("out-of-scope", rule))) {
      Classes classes =
          (Classes) reader.read(List.of(text), LetterModels.CLASSIFY).texts().getFirst().finding();
      assertThat(classes.scope().orElseThrow().inside()).isEqualTo(inside);
    }
  }
}
