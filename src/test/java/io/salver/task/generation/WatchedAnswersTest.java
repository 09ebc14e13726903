package io.salver.task.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Sample;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WatchedAnswersTest {

  private static final Map<String, Object> DECADE =
      Map.of("match", "(?<ten>\\d{3})\\d-\\d{2}-\\d{2}", "as", "${ten}0s");

  @Test
  void a_text_that_matches_has_a_category_and_another_is_missing() {
    WatchedAnswers decade = read(Map.of("watch", Map.of("decade", DECADE)));
    assertThat(told(decade, "2017-03-30"))
        .containsExactly(new Sample.Named("decade", new FeatureValue.Category("2010s")));
    assertThat(told(decade, "2017-03-30!"))
        .containsExactly(new Sample.Named("decade", FeatureValue.MISSING));
  }

  @Test
  void without_a_name_the_category_is_the_text() {
    WatchedAnswers answer = read(Map.of("watch", Map.of("answer", Map.of("match", "yes|no"))));
    assertThat(told(answer, "yes"))
        .containsExactly(new Sample.Named("answer", new FeatureValue.Category("yes")));
  }

  @Test
  void a_model_may_declare_none() {
    assertThat(told(read(Map.of()), "text")).isEmpty();
  }

  @Test
  void what_is_wrong_is_named() {
    refused(Map.of("match", "("), "postprocess.watch.x.match must be a regular expression, not (");
    refused(Map.of("match", "(a)", "as", "$2"), "postprocess.watch.x.as must be a text with $");
    refused(Map.of("match", "(a)", "as", "${b}"), "postprocess.watch.x.as must be a text with $");
    refused(Map.of("matches", "a"), "unknown key 'postprocess.watch.x.matches'");
    assertThatThrownBy(() -> read(Map.of("watch", 7)))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("postprocess.watch must be a mapping of keys, not 7");
  }

  private static void refused(Map<String, Object> rule, String message) {
    assertThatThrownBy(() -> read(Map.of("watch", Map.of("x", rule))))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining(message);
  }

  private static WatchedAnswers read(Map<String, Object> postprocess) {
    return WatchedAnswers.read(
        Section.of(Origin.MODEL_YAML, "postprocess", postprocess, Set.of("watch")));
  }

  private static List<Sample.Named> told(WatchedAnswers answers, String text) {
    Sample.Builder sample = Sample.builder();
    answers.add(text, sample);
    return sample.build().predictions();
  }
}
