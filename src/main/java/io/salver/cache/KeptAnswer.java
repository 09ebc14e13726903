package io.salver.cache;

import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A copy of an answer on the heap. Immutable: it shares no memory with what it was made of. */
final class KeptAnswer {

  /** About what the JVM and the cache add to an entry, to an output and to a byte string. */
  private static final int ENTRY_BYTES = 256;

  private static final int OUTPUT_BYTES = 192;
  private static final int STRING_BYTES = 24;

  private final Tensors outputs;
  private final int weight;

  private KeptAnswer(Tensors outputs, int weight) {
    this.outputs = outputs;
    this.weight = weight;
  }

  /** A copy of {@code outputs}, which weigh no more than 2³¹ − 1 bytes. */
  static KeptAnswer of(Tensors outputs) {
    Tensors.Builder copies = Tensors.builder();
    outputs.forEach((name, tensor) -> copies.put(name, onHeap(tensor)));
    return new KeptAnswer(copies.build(), Math.toIntExact(weigh(outputs)));
  }

  /** Bytes that a copy of {@code outputs} takes. */
  static long weigh(Tensors outputs) {
    long weight = ENTRY_BYTES;
    for (String name : outputs.names()) {
      weight += OUTPUT_BYTES + bytes(outputs.get(name));
    }
    return weight;
  }

  int weight() {
    return weight;
  }

  /** The answer as tensors of {@code scope}. */
  Tensors copyInto(TensorScope scope) {
    Tensors.Builder copies = Tensors.builder();
    outputs.forEach((name, tensor) -> copies.put(name, inScope(tensor, scope)));
    return copies.build();
  }

  private static long bytes(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Dense dense -> dense.data().limit();
      case Tensor.Strings strings ->
          strings.elements().stream().mapToLong(element -> STRING_BYTES + element.length).sum();
    };
  }

  private static Tensor onHeap(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Dense dense -> {
        ByteBuffer copy = ByteBuffer.allocate(dense.data().limit()).order(ByteOrder.LITTLE_ENDIAN);
        copy.put(dense.view()).clear();
        yield new Tensor.Dense(dense.dataType(), dense.shape(), copy);
      }
      case Tensor.Strings strings -> clone(strings);
    };
  }

  private static Tensor inScope(Tensor tensor, TensorScope scope) {
    return switch (tensor) {
      case Tensor.Dense dense -> {
        Tensor.Dense copy = scope.allocate(dense.dataType(), dense.shape());
        copy.view().put(dense.view());
        yield copy;
      }
      case Tensor.Strings strings -> clone(strings);
    };
  }

  private static Tensor.Strings clone(Tensor.Strings strings) {
    List<byte[]> elements = strings.elements().stream().map(byte[]::clone).toList();
    return new Tensor.Strings(strings.shape(), elements);
  }
}
