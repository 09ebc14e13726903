package io.salver.task.generation;

import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes what a decoder takes besides its cache. Owns what an encoder gave, if the decoder attends
 * to that. Confined to its decoder.
 */
final class DecoderInputs implements AutoCloseable {

  private final DecoderGraph graph;
  private final Optional<EncodedText> encoded;

  /** Takes {@code encoded} over. */
  DecoderInputs(DecoderGraph graph, Optional<EncodedText> encoded) {
    this.graph = graph;
    this.encoded = encoded;
  }

  DecoderGraph graph() {
    return graph;
  }

  /** From now on there are so many rows. */
  void rows(int rows) {
    encoded.ifPresent(text -> text.repeat(rows));
  }

  /**
   * Inputs of a run.
   *
   * @param tokens [rows][t]
   * @param past positions before them
   */
  Tensors.Builder of(int[][] tokens, int past, TensorScope scope) {
    int rows = tokens.length;
    int steps = tokens[0].length;
    Tensors.Builder inputs = Tensors.builder();
    inputs.put(graph.ids().name(), filled(graph.ids(), scope, rows, steps, (r, c) -> tokens[r][c]));
    graph
        .mask()
        .ifPresent(
            spec -> inputs.put(spec.name(), filled(spec, scope, rows, past + steps, (r, c) -> 1)));
    graph
        .positions()
        .ifPresent(
            spec -> inputs.put(spec.name(), filled(spec, scope, rows, steps, (r, c) -> past + c)));
    encoded.ifPresent(text -> text.addTo(inputs, graph, scope));
    return inputs;
  }

  /** A whole number for each place. */
  interface Values {
    int at(int row, int column);
  }

  /** A tensor of whole numbers, INT64 or INT32. */
  static Tensor.Dense filled(
      TensorSpec spec, TensorScope scope, int rows, int columns, Values values) {
    Tensor.Dense tensor = scope.allocate(spec.dataType(), Shape.of(rows, columns));
    ByteBuffer bytes = tensor.view();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (spec.dataType() == DataType.INT64) {
          bytes.putLong(values.at(row, column));
        } else {
          bytes.putInt(values.at(row, column));
        }
      }
    }
    return tensor;
  }

  @Override
  public void close() {
    encoded.ifPresent(EncodedText::close);
  }
}
