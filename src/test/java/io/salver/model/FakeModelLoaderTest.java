package io.salver.model;

import static io.salver.testkit.TensorValues.floats;
import static io.salver.testkit.TensorValues.longs;

import io.salver.fault.BackendFailure;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.FakeModelLoader;
import java.nio.file.Path;
import java.util.List;

/** The fake that other tests rely on keeps the contract of the real ones. */
final class FakeModelLoaderTest extends ModelLoaderContract {

  private static final Shape PAIRS = Shape.of(Shape.ANY, 2);

  @Override
  protected ModelLoader loader() {
    return new FakeModelLoader(handles)
        .define(
            "add",
            new Signature(List.of(pairs("a"), pairs("b")), List.of(pairs("sum"))),
            FakeModelLoaderTest::add)
        .define(
            "lookup",
            new Signature(
                List.of(new TensorSpec("ids", DataType.INT64, Shape.of(Shape.ANY))),
                List.of(pairs("rows"))),
            FakeModelLoaderTest::lookup);
  }

  @Override
  protected ModelArtifact artifact(String name) {
    return new ModelArtifact(
        new ModelId(name, 1), FakeModelLoader.BACKEND, Path.of(name), ModelSpec.DEFAULT);
  }

  private static Tensors add(Tensors inputs, TensorScope scope) {
    float[] sum = floats(inputs.get("a"));
    float[] b = floats(inputs.get("b"));
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return Tensors.of("sum", floats(scope, inputs.get("a").shape(), sum));
  }

  private static Tensors lookup(Tensors inputs, TensorScope scope) {
    long[] ids = longs(inputs.get("ids"));
    float[] rows = new float[ids.length * 2];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] > 3) {
        throw new BackendFailure("model lookup@1 has no row " + ids[i]);
      }
      rows[2 * i] = 2 * ids[i];
      rows[2 * i + 1] = 2 * ids[i] + 1;
    }
    return Tensors.of("rows", floats(scope, Shape.of(ids.length, 2), rows));
  }

  private static TensorSpec pairs(String name) {
    return new TensorSpec(name, DataType.FP32, PAIRS);
  }
}
