package io.salver.task;

import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import java.util.List;

/** What is watched of classes: {@code label}, the best one, and {@code confidence}, its score. */
public final class WatchedClasses {

  private WatchedClasses() {}

  /** Adds the best of them, which come first. */
  public static void add(List<ClassScore> best, Sample.Builder sample) {
    if (!best.isEmpty()) {
      ClassScore first = best.getFirst();
      sample.prediction("label", first.label()).prediction("confidence", first.score());
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
