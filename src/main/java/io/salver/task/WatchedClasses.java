package io.salver.task;

import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import java.util.List;

/**
 * What is watched of classes: {@code label}, the best one, and {@code confidence}, its score; and
 * the vector {@code scores} of all of them, in which shifts show that leave the best class as it is
 * (Rabanser et al., 2019, "Failing Loudly"). Stateless.
 */
public final class WatchedClasses {

  /** The vector of all scores, by the index of the class. */
  public static final String SCORES = "scores";

  /** Most classes whose scores are a vector. */
  static final int MOST_SCORES = 1_000;

  private WatchedClasses() {}

  /** Adds the best of them, which come first. */
  public static void add(List<ClassScore> best, Sample.Builder sample) {
    if (!best.isEmpty()) {
      ClassScore first = best.getFirst();
      sample.prediction("label", first.label()).prediction("confidence", first.score());
    }
  }

  /**
   * Adds the scores of all classes, if there are two to {@value #MOST_SCORES}.
   *
   * @param scores by the index of the class; kept, not copied
   */
  public static void addScores(float[] scores, Sample.Builder sample) {
    if (scores.length > 1 && scores.length <= MOST_SCORES) {
      sample.embedding(SCORES, scores);
    }
  }

  /** What a label is compared with. */
  public static Predicted predicted(List<ClassScore> best) {
    return new Predicted.Classes(
        best.stream()
            .limit(Predicted.Classes.MOST)
            .map(each -> new Predicted.Share(each.label(), each.score()))
            .toList());
  }
}
