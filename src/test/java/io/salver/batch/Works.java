package io.salver.batch;

import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.util.ArrayList;
import java.util.List;

/** Makes work for a model that takes rows of any width and gives as many. Not thread-safe. */
final class Works implements AutoCloseable {

  /** {@code x} [rows, width] to {@code y} [rows, width]. */
  static final Signature ROWS =
      new Signature(
          List.of(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, Shape.ANY))),
          List.of(new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY, Shape.ANY))));

  final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  private final List<TensorScope> scopes = new ArrayList<>();
  private long arrival;
  private int priority = 5;
  private Deadline deadline = Deadline.none();
  private StopSignal stop = StopSignal.create();

  Works arrivingAt(long nanos) {
    arrival = nanos;
    return this;
  }

  Works priority(int other) {
    priority = other;
    return this;
  }

  Works deadline(Deadline other) {
    deadline = other;
    return this;
  }

  Works stop(StopSignal other) {
    stop = other;
    return this;
  }

  /** Work of {@code values} in rows of {@code width}. */
  Work rows(int width, float... values) {
    TensorScope scope = pool.open();
    scopes.add(scope);
    long rows = values.length / width;
    Tensors inputs = Tensors.of("x", TensorValues.floats(scope, Shape.of(rows, width), values));
    return new Work(inputs, scope, rows, priority, deadline, stop, arrival, new RecordedOwner());
  }

  static RecordedOwner owner(Work work) {
    return (RecordedOwner) work.owner();
  }

  @Override
  public void close() {
    giveBack();
  }

  /** Gives all memory back. */
  void giveBack() {
    scopes.forEach(TensorScope::close);
    scopes.clear();
  }
}
