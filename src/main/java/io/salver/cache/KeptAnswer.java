package io.salver.cache;

import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/** A copy of an answer on the heap. Immutable: it shares no memory with what it was made of. */
final class KeptAnswer {

  /** About what the JVM and the cache add to an entry, to an output and to a byte string. */
  private static final int ENTRY_BYTES = 256;

  private static final int OUTPUT_BYTES = 128;
  private static final int STRING_BYTES = 24;

  private sealed interface Output {

    String name();

    record Dense(String name, DataType dataType, Shape shape, byte[] elements) implements Output {}

    record Strings(String name, Shape shape, List<byte[]> elements) implements Output {}
  }

  private final List<Output> outputs;
  private final int weight;

  private KeptAnswer(List<Output> outputs, int weight) {
    this.outputs = outputs;
    this.weight = weight;
  }

  /** A copy of {@code tensors}, which weigh no more than 2³¹ − 1 bytes. */
  static KeptAnswer of(Tensors tensors) {
    List<Output> outputs = new ArrayList<>(tensors.size());
    tensors.forEach((name, tensor) -> outputs.add(copy(name, tensor)));
    return new KeptAnswer(outputs, Math.toIntExact(weigh(tensors)));
  }

  /** Bytes that a copy of {@code tensors} takes. */
  static long weigh(Tensors tensors) {
    long weight = ENTRY_BYTES;
    for (String name : tensors.names()) {
      weight += OUTPUT_BYTES + bytes(tensors.get(name));
    }
    return weight;
  }

  int weight() {
    return weight;
  }

  /** The answer as tensors of {@code scope}. */
  Tensors copyInto(TensorScope scope) {
    Tensors.Builder tensors = Tensors.builder();
    for (Output output : outputs) {
      tensors.put(output.name(), copy(output, scope));
    }
    return tensors.build();
  }

  private static long bytes(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Dense dense -> dense.data().limit();
      case Tensor.Strings strings ->
          strings.elements().stream().mapToLong(element -> STRING_BYTES + element.length).sum();
    };
  }

  private static Output copy(String name, Tensor tensor) {
    return switch (tensor) {
      case Tensor.Dense dense -> {
        byte[] elements = new byte[dense.data().limit()];
        dense.view().get(elements);
        yield new Output.Dense(name, dense.dataType(), dense.shape(), elements);
      }
      case Tensor.Strings strings ->
          new Output.Strings(name, strings.shape(), clones(strings.elements()));
    };
  }

  private static Tensor copy(Output output, TensorScope scope) {
    return switch (output) {
      case Output.Dense dense -> {
        Tensor.Dense tensor = scope.allocate(dense.dataType(), dense.shape());
        tensor.view().put(dense.elements());
        yield tensor;
      }
      case Output.Strings strings ->
          new Tensor.Strings(strings.shape(), clones(strings.elements()));
    };
  }

  private static List<byte[]> clones(List<byte[]> elements) {
    return elements.stream().map(byte[]::clone).toList();
  }
}
