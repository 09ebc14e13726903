package engine.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes an ONNX graph (onnx.proto3, opset 17) field by field, so that the harness needs no Python
 * and no file but itself. Not thread-safe.
 */
public final class OnnxGraph {

  /** Values of {@code TensorProto.DataType}. */
  public static final int FLOAT = 1;

  public static final int UINT8 = 2;
  public static final int INT8 = 3;
  public static final int INT64 = 7;
  public static final int STRING = 8;
  public static final int BOOL = 9;
  public static final int DOUBLE = 11;

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final Proto graph = new Proto();

  public OnnxGraph(String name) {
    graph.text(2, name);
  }

  /** An attribute of a node. */
  public record Attribute(byte[] bytes) {

    public static Attribute ints(String name, long... values) {
      Proto attribute = new Proto().text(1, name).number(20, 7);
      for (long value : values) {
        attribute.number(8, value);
      }
      return new Attribute(attribute.toBytes());
    }

    public static Attribute number(String name, long value) {
      return new Attribute(new Proto().text(1, name).number(3, value).number(20, 2).toBytes());
    }

    public static Attribute graph(String name, OnnxGraph body) {
      return new Attribute(
          new Proto().text(1, name).message(6, body.graph).number(20, 5).toBytes());
    }
  }

  /** An input; an extent is a number or the name of one that requests choose. */
  public OnnxGraph input(String name, int type, Object... extents) {
    graph.message(11, value(name, type, extents));
    return this;
  }

  public OnnxGraph output(String name, int type, Object... extents) {
    graph.message(12, value(name, type, extents));
    return this;
  }

  /** A constant. */
  public OnnxGraph floats(String name, float[] values, long... extents) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return initializer(name, FLOAT, raw.array(), extents);
  }

  /** A constant. */
  public OnnxGraph longs(String name, long[] values, long... extents) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return initializer(name, INT64, raw.array(), extents);
  }

  public OnnxGraph node(
      String operator, List<String> inputs, List<String> outputs, Attribute... attributes) {
    Proto node = new Proto();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    node.text(4, operator);
    for (Attribute attribute : attributes) {
      node.bytes(5, attribute.bytes());
    }
    graph.message(1, node);
    return this;
  }

  /** The file. */
  public byte[] model() {
    return new Proto()
        .number(1, IR_VERSION)
        .text(2, "salver-load-tests")
        .message(8, new Proto().text(1, "").number(2, OPSET))
        .message(7, graph)
        .toBytes();
  }

  private OnnxGraph initializer(String name, int type, byte[] raw, long... extents) {
    Proto tensor = new Proto();
    for (long extent : extents) {
      tensor.number(1, extent);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return this;
  }

  private static Proto value(String name, int type, Object... extents) {
    Proto shape = new Proto();
    for (Object extent : extents) {
      shape.message(
          1,
          extent instanceof String symbol
              ? new Proto().text(2, symbol)
              : new Proto().number(1, ((Number) extent).longValue()));
    }
    Proto tensor = new Proto().number(1, type).message(2, shape);
    return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
  }
}
