package io.salver.batch;

import io.salver.fault.InvalidInput;
import io.salver.model.Model;
import io.salver.model.Signature;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.StopSignal;

/** Doubles every value, refuses poison; or adds up all rows, which no batch axis does. */
record RowModel(String kind) implements Model {

  /** What it refuses. */
  static final float POISON = 666;

  RowModel() {
    this("double");
  }

  @Override
  public Signature signature() {
    return Works.ROWS;
  }

  @Override
  public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
    float[] values = TensorValues.floats(inputs.get("x"));
    float sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] == POISON) {
        throw new InvalidInput("poison");
      }
      sum += values[i];
      values[i] *= 2;
    }
    return kind.equals("sum")
        ? Tensors.of("y", TensorValues.floats(scope, Shape.of(1, 1), sum))
        : Tensors.of("y", TensorValues.floats(scope, inputs.get("x").shape(), values));
  }

  @Override
  public void close() {}
}
