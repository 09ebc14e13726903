package io.salver.testkit;

import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Tensors on the heap, for properties over any of them: all datatypes, byte strings, scalars and
 * extents of zero. Immutable; equality is by content.
 */
public record PlainTensors(List<Plain> tensors) {

  /** A tensor whose bytes, or whose elements if it is BYTES, are written in hexadecimal. */
  public record Plain(DataType dataType, List<Long> extents, List<String> hex) {}

  /** One to three of them, small, and often alike. */
  public static Arbitrary<PlainTensors> any() {
    return tensor().list().ofMinSize(1).ofMaxSize(3).map(PlainTensors::new);
  }

  /** What a scope that {@code tensors} belong to holds of them. */
  public static PlainTensors of(Tensors tensors) {
    List<Plain> plain = new ArrayList<>();
    tensors.forEach((name, tensor) -> plain.add(plain(tensor)));
    return new PlainTensors(plain);
  }

  /** The tensors, named t0, t1 and so on. */
  public Tensors in(TensorScope scope) {
    Tensors.Builder builder = Tensors.builder();
    for (int i = 0; i < tensors.size(); i++) {
      builder.put("t" + i, tensor(tensors.get(i), scope));
    }
    return builder.build();
  }

  /** A signature whose inputs they are. */
  public Signature signature() {
    List<TensorSpec> inputs = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      Plain plain = tensors.get(i);
      inputs.add(new TensorSpec("t" + i, plain.dataType(), shape(plain)));
    }
    return new Signature(inputs, List.of());
  }

  private static Arbitrary<Plain> tensor() {
    Arbitrary<List<Long>> extents =
        Arbitraries.longs().between(0, 3).list().ofMinSize(0).ofMaxSize(3);
    return Combinators.combine(Arbitraries.of(DataType.class), extents)
        .flatAs(
            (dataType, shape) ->
                elements(dataType, shape).map(hex -> new Plain(dataType, shape, hex)));
  }

  private static Arbitrary<List<String>> elements(DataType dataType, List<Long> shape) {
    int count = shape.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b);
    int size = dataType.size();
    Arbitrary<byte[]> element =
        Arbitraries.bytes()
            .between((byte) 0, (byte) 1)
            .array(byte[].class)
            .ofMinSize(size)
            .ofMaxSize(dataType.isDense() ? size : 3);
    return element.map(HexFormat.of()::formatHex).list().ofSize(count);
  }

  private static Tensor tensor(Plain plain, TensorScope scope) {
    List<byte[]> elements = plain.hex().stream().map(HexFormat.of()::parseHex).toList();
    if (!plain.dataType().isDense()) {
      return new Tensor.Strings(shape(plain), elements);
    }
    Tensor.Dense dense = scope.allocate(plain.dataType(), shape(plain));
    var memory = dense.view();
    elements.forEach(memory::put);
    return dense;
  }

  private static Plain plain(Tensor tensor) {
    List<Long> extents = new ArrayList<>();
    for (long extent : tensor.shape().toArray()) {
      extents.add(extent);
    }
    return new Plain(tensor.dataType(), extents, hex(tensor));
  }

  private static List<String> hex(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Dense dense -> {
        String all = HexFormat.of().formatHex(TensorValues.bytes(dense));
        int digits = 2 * dense.dataType().size();
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < all.length(); i += digits) {
          elements.add(all.substring(i, i + digits));
        }
        yield elements;
      }
      case Tensor.Strings strings ->
          strings.elements().stream().map(HexFormat.of()::formatHex).toList();
    };
  }

  private static Shape shape(Plain plain) {
    return Shape.of(plain.extents().stream().mapToLong(Long::longValue).toArray());
  }
}
