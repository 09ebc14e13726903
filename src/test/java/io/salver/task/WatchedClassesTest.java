package io.salver.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WatchedClassesTest {

  @Test
  void scores_of_all_classes_are_a_vector() {
    assertThat(vectors(2).get(WatchedClasses.SCORES)).hasSize(2);
    assertThat(vectors(WatchedClasses.MOST_SCORES)).hasSize(1);
  }

  @Test
  void scores_of_one_class_or_of_very_many_are_none() {
    assertThat(vectors(0)).isEmpty();
    assertThat(vectors(1)).isEmpty();
    assertThat(vectors(WatchedClasses.MOST_SCORES + 1)).isEmpty();
  }

  private static Map<String, float[]> vectors(int classes) {
    Sample.Builder sample = Sample.builder();
    WatchedClasses.addScores(new float[classes], sample);
    return sample.build().embeddings();
  }
}
