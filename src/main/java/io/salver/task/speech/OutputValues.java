package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.task.TaskSettings;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * A copy of an output, in memory of its own.
 *
 * @param values row-major
 * @param shape rows first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OutputValues(float[] values, Shape shape) {

  /**
   * The output of floats that {@code key} names, or the only one.
   *
   * @throws BackendFailure when there is none of one of these ranks
   */
  static TensorSpec find(
      TaskSettings settings, String key, Signature signature, List<String> others, int... ranks) {
    List<String> names =
        signature.outputs().stream()
            .map(TensorSpec::name)
            .filter(name -> !others.contains(name))
            .toList();
    String name = settings.text(key).orElse(names.size() == 1 ? names.getFirst() : "");
    TensorSpec found =
        signature
            .output(name)
            .orElseThrow(() -> settings.wrong(key, "the name of one of the outputs " + names));
    boolean fits = Arrays.stream(ranks).anyMatch(rank -> rank == found.shape().rank());
    if (!fits || found.dataType() != DataType.FP32) {
      throw new BackendFailure(
          "output '%s' is %s %s; FP32 of %s axes is expected"
              .formatted(found.name(), found.dataType(), found.shape(), Arrays.toString(ranks)));
    }
    return found;
  }

  /**
   * Copies an output.
   *
   * @throws BackendFailure when a value is not a number, or is infinite and positive
   */
  static OutputValues of(Tensors outputs, TensorSpec spec) {
    Tensor.Dense tensor = outputs.dense(spec.name());
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    tensor.view().asFloatBuffer().get(values);
    for (int i = 0; i < values.length; i++) {
      // Negative infinity is the logarithm of an honest zero.
      if (!(values[i] < Float.POSITIVE_INFINITY)) {
        throw new BackendFailure(
            "the model gave %s in '%s' at place %d".formatted(values[i], spec.name(), i));
      }
    }
    return new OutputValues(values, tensor.shape());
  }

  /** Copies the only output of a model. */
  static OutputValues only(Tensors outputs) {
    String name = outputs.names().getFirst();
    Tensor tensor = outputs.get(name);
    if (tensor.dataType() != DataType.FP32 || outputs.size() != 1) {
      throw new BackendFailure(
          "the model gave %s; one output of FP32 was expected".formatted(outputs));
    }
    return of(outputs, new TensorSpec(name, tensor.dataType(), tensor.shape()));
  }

  int extent(int axis) {
    return Math.toIntExact(shape.extent(axis));
  }

  /** Checks that there are as many rows as the model was given. */
  OutputValues requireRows(int rows) {
    if (extent(0) != rows) {
      throw new BackendFailure(
          "the model gave %s for %d rows; as many were expected".formatted(shape, rows));
    }
    return this;
  }
}
