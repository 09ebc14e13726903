package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.model.TextFiles;
import io.salver.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of classes; their indices where the model has no labels. Immutable.
 *
 * @param names by index; empty where there are none
 */
record Labels(List<String> names) {

  Labels {
    names = List.copyOf(names);
  }

  /**
   * The labels of a model of {@code classes}, which may be {@link Shape#ANY}.
   *
   * @throws BackendFailure when there are some, but not as many
   */
  static Labels of(TextFiles texts, long classes) {
    Labels labels = new Labels(texts.labels());
    if (classes != Shape.ANY) {
      labels.require(classes);
    }
    return labels;
  }

  /** Checks that there are none, or as many as classes. */
  void require(long classes) {
    if (!names.isEmpty() && names.size() != classes) {
      throw new BackendFailure(
          "the model has %d classes, but its labels name %d".formatted(classes, names.size()));
    }
  }

  String name(int index) {
    return index < names.size() ? names.get(index) : Integer.toString(index);
  }

  /** A name for each of so many classes. */
  List<String> all(int classes) {
    return IntStream.range(0, classes).mapToObj(this::name).toList();
  }
}
