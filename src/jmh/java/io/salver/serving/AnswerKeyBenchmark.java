package io.salver.serving;

import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the key of a cached answer costs, by the bytes of the input. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnswerKeyBenchmark {

  /** Bytes of the input: a row of features, an image, a megabyte. */
  @Param({"128", "602112", "1048576"})
  public int bytes;

  private final TensorScope scope = new DirectMemoryPool(0).open();
  private Signature signature = new Signature(List.of(), List.of());
  private Tensors inputs = Tensors.builder().build();

  @Setup
  public void fill() {
    Shape shape = Shape.of(bytes);
    byte[] content = new byte[bytes];
    new Random(1).nextBytes(content);
    Tensor.Dense tensor = scope.allocate(DataType.UINT8, shape);
    tensor.view().put(content);
    signature = new Signature(List.of(new TensorSpec("x", DataType.UINT8, shape)), List.of());
    inputs = Tensors.of("x", tensor);
  }

  @TearDown
  public void close() {
    scope.close();
  }

  @Benchmark
  public AnswerKey key() {
    return AnswerKey.of(signature, inputs);
  }
}
