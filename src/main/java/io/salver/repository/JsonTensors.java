package io.salver.repository;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads tensors written as {@code {name, datatype, shape, data}} with flat data. */
final class JsonTensors {

  private JsonTensors() {}

  static Tensors read(JsonNode list, TensorScope scope) {
    Tensors.Builder tensors = Tensors.builder();
    for (JsonNode node : list) {
      tensors.put(node.path("name").asText(), tensor(node, scope));
    }
    return tensors.build();
  }

  private static Tensor tensor(JsonNode node, TensorScope scope) {
    String name = node.path("name").asText();
    DataType dataType =
        DataType.named(node.path("datatype").asText())
            .orElseThrow(() -> new RepositoryProblem("tensor '" + name + "' has no datatype"));
    Shape shape = shape(node.path("shape"));
    JsonNode data = node.path("data");
    if (data.size() != shape.elements()) {
      throw new RepositoryProblem(
          "tensor '%s' of shape %s takes %d elements, got %d"
              .formatted(name, shape, shape.elements(), data.size()));
    }
    if (!dataType.isDense()) {
      List<byte[]> elements = new ArrayList<>();
      data.forEach(element -> elements.add(element.asText().getBytes(StandardCharsets.UTF_8)));
      return new Tensor.Strings(shape, elements);
    }
    Tensor.Dense tensor = scope.allocate(dataType, shape);
    ByteBuffer target = tensor.view();
    data.forEach(element -> put(target, dataType, element));
    return tensor;
  }

  private static Shape shape(JsonNode node) {
    long[] extents = new long[node.size()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = node.get(axis).asLong();
    }
    return Shape.of(extents);
  }

  private static void put(ByteBuffer target, DataType dataType, JsonNode value) {
    switch (dataType) {
      case BOOL -> target.put((byte) (value.asBoolean() ? 1 : 0));
      case UINT8, INT8 -> target.put((byte) value.asInt());
      case UINT16, INT16 -> target.putShort((short) value.asInt());
      case UINT32, INT32 -> target.putInt((int) value.asLong());
      case UINT64 -> target.putLong(value.bigIntegerValue().longValue());
      case INT64 -> target.putLong(value.asLong());
      case FP16 -> target.putShort(Float.floatToFloat16((float) value.asDouble()));
      case BF16 -> target.putShort((short) (Float.floatToIntBits((float) value.asDouble()) >>> 16));
      case FP32 -> target.putFloat((float) value.asDouble());
      case FP64 -> target.putDouble(value.asDouble());
      case BYTES -> throw new IllegalStateException("byte strings are not dense");
    }
  }
}
