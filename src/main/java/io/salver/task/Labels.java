package io.salver.task;

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
public record Labels(List<String> names) {

  /** Copies the list. */
  public Labels {
    names = List.copyOf(names);
  }

  /**
   * The labels of a model of {@code classes}, which may be {@link Shape#ANY}.
   *
   * @throws BackendFailure when there are some, but not as many
   */
  public static Labels of(TextFiles texts, long classes) {
    return of(texts, TextFiles.LABELS, classes);
  }

  /** Likewise, those of the file that {@code key} names. */
  public static Labels of(TextFiles texts, String key, long classes) {
    Labels labels = new Labels(texts.find(key).orElse(List.of()));
    if (classes != Shape.ANY) {
      labels.require(classes);
    }
    return labels;
  }

  /** Checks that there are none, or as many as classes. */
  public void require(long classes) {
    if (!names.isEmpty() && names.size() != classes) {
      throw new BackendFailure(
          "the model has %d classes, but its labels name %d".formatted(classes, names.size()));
    }
  }

  /** The name of the class {@code index}. */
  public String name(int index) {
    return index < names.size() ? names.get(index) : Integer.toString(index);
  }

  /** A name for each of so many classes. */
  public List<String> all(int classes) {
    return IntStream.range(0, classes).mapToObj(this::name).toList();
  }
}
