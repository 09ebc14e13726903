package io.salver.task.generation;

import io.salver.fault.BackendFailure;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;

/**
 * What an encoder made of a text, once for every row of the decoder that attends to it. Owns its
 * memory. Confined to its decoder.
 */
final class EncodedText implements AutoCloseable {

  private final DirectMemoryPool memory;
  private final int length;
  private final int seen;
  private TensorScope scope;
  private Tensor.Dense states;
  private int rows = 1;

  /**
   * One row, in the memory of {@code scope}, which it takes over, also when it fails.
   *
   * @param states FP32 [1, s, d]
   * @param seen how many of the s places are of the text; what follows is padding
   * @throws BackendFailure when they are of another shape
   */
  static EncodedText of(DirectMemoryPool memory, TensorScope scope, Tensor.Dense states, int seen) {
    Shape shape = states.shape();
    if (shape.rank() != 3 || shape.extent(0) != 1 || shape.extent(1) < seen) {
      scope.close();
      throw new BackendFailure(
          "the encoder gave %s for a text of %d tokens".formatted(shape, seen));
    }
    return new EncodedText(memory, scope, states, seen);
  }

  private EncodedText(DirectMemoryPool memory, TensorScope scope, Tensor.Dense states, int seen) {
    this.memory = memory;
    this.scope = scope;
    this.states = states;
    this.length = Math.toIntExact(states.shape().extent(1));
    this.seen = seen;
  }

  /** From now on there are so many equal rows. */
  void repeat(int wanted) {
    if (wanted == rows) {
      return;
    }
    TensorScope next = memory.open();
    try {
      ByteBuffer row = states.view().slice(0, states.data().limit() / rows);
      Tensor.Dense repeated =
          next.allocate(states.dataType(), Shape.of(wanted, length, states.shape().extent(2)));
      ByteBuffer target = repeated.view();
      for (int i = 0; i < wanted; i++) {
        target.put(row.duplicate());
      }
      states = repeated;
    } catch (RuntimeException | Error failure) {
      next.close();
      throw failure;
    }
    TensorScope former = scope;
    scope = next;
    rows = wanted;
    former.close();
  }

  /** Adds it to the inputs of a run, of which {@code run} owns the rest. */
  void addTo(Tensors.Builder inputs, DecoderGraph graph, TensorScope run) {
    graph.encoded().ifPresent(spec -> inputs.put(spec.name(), states));
    graph.encodedMask().ifPresent(spec -> inputs.put(spec.name(), mask(spec, run)));
  }

  private Tensor.Dense mask(TensorSpec spec, TensorScope run) {
    return DecoderInputs.filled(spec, run, rows, length, (row, column) -> column < seen ? 1 : 0);
  }

  @Override
  public void close() {
    scope.close();
  }
}
