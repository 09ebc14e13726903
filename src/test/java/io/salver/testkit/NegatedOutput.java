package io.salver.testkit;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An ONNX model whose one output is negated, made from its bytes: what the last node gives gets
 * another name of the same length, and a node is appended. Parts of a protobuf message that follow
 * one another are one message (Protocol Buffers, "Encoding", last one wins and lists append).
 */
public final class NegatedOutput {

  private static final int NODE_OUTPUT = 2;
  private static final int TEXT = 2;

  private NegatedOutput() {}

  /** The bytes of a model that gives −{@code output} where {@code model} gives that. */
  public static byte[] of(byte[] model, String output) {
    String inner = "#" + output.substring(1);
    byte[] renamed = model.clone();
    int at = lastOf(renamed, field(NODE_OUTPUT, bytes(output)));
    System.arraycopy(bytes(inner), 0, renamed, at + 2, inner.length());
    byte[] node =
        join(field(1, bytes(inner)), field(NODE_OUTPUT, bytes(output)), field(4, bytes("Neg")));
    byte[] graph = field(1, node);
    return join(renamed, field(7, graph));
  }

  /** Where the node's output stands: the name of the graph's output has another tag. */
  private static int lastOf(byte[] model, byte[] wanted) {
    for (int at = model.length - wanted.length; at >= 0; at--) {
      if (Arrays.equals(model, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("the model has no such output");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] field(int number, byte[] content) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
      coded.writeTag(number, TEXT);
      coded.writeUInt32NoTag(content.length);
      coded.writeRawBytes(content);
      coded.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
