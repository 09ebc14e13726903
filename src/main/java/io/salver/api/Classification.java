package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The classification extension of V2: instead of a tensor of scores its largest ones, each as
 * {@code value:index[:label]}. Labels are given where the output has as many classes as the model
 * has labels. Pure functions.
 */
final class Classification {

  private static final int MAX_RANK = 2;

  private Classification() {}

  /**
   * Checks that an output can be classified.
   *
   * @throws InvalidInput when it is not numeric or has more than two axes
   */
  static void check(String name, DataType type, Shape shape) {
    if (!Scores.isNumeric(type) || shape.rank() > MAX_RANK) {
      throw new InvalidInput(
          "output '"
              + name
              + "' ("
              + type
              + " "
              + shape
              + ") cannot be classified: that takes numbers and at most "
              + MAX_RANK
              + " axes");
    }
  }

  /**
   * The {@code most} largest scores of each row, or all of them where there are fewer: {@code
   * [rows, classes]}, or {@code [classes]} without a batch axis. Equal scores rank by their index,
   * a NaN after every number.
   *
   * @param isBatchable whether the first axis is that of the batch
   */
  static Tensor.Strings of(
      String name, Tensor tensor, long most, boolean isBatchable, List<String> labels) {
    check(name, tensor.dataType(), tensor.shape());
    Scores scores = new Scores((Tensor.Dense) tensor);
    int rank = tensor.shape().rank();
    boolean hasRows = rank == MAX_RANK || (rank == 1 && isBatchable);
    int rows = hasRows ? Math.toIntExact(tensor.shape().extent(0)) : 1;
    int classes = rows == 0 ? 0 : Math.toIntExact(tensor.shape().elements() / rows);
    int kept = (int) Math.min(most, classes);
    List<String> names = labels.size() == classes ? labels : List.of();
    List<byte[]> elements = new ArrayList<>(rows * kept);
    for (int row = 0; row < rows; row++) {
      for (int place : top(scores, row * classes, classes, kept)) {
        int index = place - row * classes;
        String label = names.isEmpty() ? "" : ":" + names.get(index);
        elements.add((scores.text(place) + ":" + index + label).getBytes(StandardCharsets.UTF_8));
      }
    }
    return new Tensor.Strings(hasRows ? Shape.of(rows, kept) : Shape.of(kept), elements);
  }

  /** The places of the {@code kept} largest of {@code count} scores from {@code first}. */
  private static Iterable<Integer> top(Scores scores, int first, int count, int kept) {
    PriorityQueue<Integer> best =
        new PriorityQueue<>(Math.max(1, kept), (a, b) -> scores.compare(b, a));
    for (int place = first; place < first + count; place++) {
      best.add(place);
      if (best.size() > kept) {
        best.remove();
      }
    }
    Deque<Integer> descending = new ArrayDeque<>(kept);
    while (!best.isEmpty()) {
      descending.addFirst(best.remove());
    }
    return descending;
  }
}
