package io.salver.task.generation;

import io.salver.fault.BackendFailure;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.Tensors;
import java.nio.FloatBuffer;

/**
 * What a run of a decoder says of what follows each of the tokens that it was given last. Views of
 * the run's memory: gone when the decoder goes on.
 */
final class Logits {

  private final FloatBuffer values;
  private final int steps;
  private final int skipped;
  private final int tokens;

  private Logits(FloatBuffer values, int steps, int skipped, int tokens) {
    this.values = values;
    this.steps = steps;
    this.skipped = skipped;
    this.tokens = tokens;
  }

  /**
   * Finds them among the outputs of a run of {@code rows} rows of {@code steps} tokens, of which
   * the last {@code wanted} matter.
   *
   * @throws BackendFailure when the output is not as the inputs were
   */
  static Logits of(Tensors outputs, String name, int rows, int steps, int wanted) {
    Tensor.Dense tensor = outputs.dense(name);
    Shape shape = tensor.shape();
    boolean fits =
        tensor.dataType() == DataType.FP32
            && shape.rank() == 3
            && shape.extent(0) == rows
            && shape.extent(1) == steps
            && shape.extent(2) > 0;
    if (!fits) {
      throw new BackendFailure(
          "the model gave '%s' %s %s; FP32 [%d, %d, tokens] was expected"
              .formatted(name, tensor.dataType(), shape, rows, steps));
    }
    return new Logits(
        tensor.view().asFloatBuffer(), steps, steps - wanted, Math.toIntExact(shape.extent(2)));
  }

  /** How many tokens they are of. */
  int tokens() {
    return tokens;
  }

  /** How many of the tokens given last they follow. */
  int count() {
    return steps - skipped;
  }

  /** A copy of those that follow the last token of a row. */
  double[] last(int row) {
    return at(row, count() - 1);
  }

  /**
   * A copy of those that follow the token at {@code place} of a row.
   *
   * @throws BackendFailure when one is not a number, or infinite and positive
   */
  double[] at(int row, int place) {
    double[] copy = new double[tokens];
    int start = (row * steps + skipped + place) * tokens;
    boolean isPossible = false;
    for (int id = 0; id < tokens; id++) {
      float value = values.get(start + id);
      // Negative infinity is the logarithm of an honest zero.
      if (!(value < Float.POSITIVE_INFINITY)) {
        throw new BackendFailure("the model gave the logit %s for token %d".formatted(value, id));
      }
      isPossible |= value > Float.NEGATIVE_INFINITY;
      copy[id] = value;
    }
    if (!isPossible) {
      throw new BackendFailure("the model holds every token for impossible");
    }
    return copy;
  }
}
