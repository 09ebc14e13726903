package engine.hostile;

import engine.onnx.OnnxGraph;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random tensor for one of the echo models, in all the forms that it can travel in.
 *
 * @param literals an element of JSON each
 * @param raw all elements in the binary form
 */
record Sample(String datatype, int rows, List<String> literals, byte[] raw) {

  static final int COLUMNS = 4;

  /** Datatypes of the echo models, and ONNX' numbers for them. */
  static final Map<String, Integer> TYPES =
      new TreeMap<>(
          Map.of(
              "BOOL", OnnxGraph.BOOL,
              "UINT8", OnnxGraph.UINT8,
              "INT8", OnnxGraph.INT8,
              "INT64", OnnxGraph.INT64,
              "FP32", OnnxGraph.FLOAT,
              "FP64", OnnxGraph.DOUBLE,
              "BYTES", OnnxGraph.STRING));

  private static final String[] TEXTS = {"", "a", "ß", "漢字", "a\\\"b", "\\u0041", "\\n", "日本"};

  /** The model that echoes this datatype. */
  static String model(String datatype) {
    return "echo-" + datatype.toLowerCase(java.util.Locale.ROOT);
  }

  static Sample random(Random random) {
    List<String> types = List.copyOf(TYPES.keySet());
    return random(random, types.get(random.nextInt(types.size())));
  }

  static Sample random(Random random, String datatype) {
    int rows = 1 + random.nextInt(3);
    List<String> literals = new ArrayList<>();
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (int i = 0; i < rows * COLUMNS; i++) {
      String literal = literal(datatype, random);
      literals.add(literal);
      raw.writeBytes(bytes(datatype, literal));
    }
    return new Sample(datatype, rows, literals, raw.toByteArray());
  }

  String model() {
    return model(datatype);
  }

  String shape() {
    return "[" + rows + "," + COLUMNS + "]";
  }

  private static String literal(String datatype, Random random) {
    return switch (datatype) {
      case "BOOL" -> Boolean.toString(random.nextBoolean());
      case "UINT8" -> Integer.toString(random.nextInt(256));
      case "INT8" -> Integer.toString(random.nextInt(256) - 128);
      case "INT64" -> Long.toString(random.nextLong() >> random.nextInt(64));
      case "FP32" -> Float.toString((float) random.nextGaussian() * 1e3f);
      case "FP64" -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(300)));
      case "BYTES" -> "\"" + TEXTS[random.nextInt(TEXTS.length)] + "\"";
      default -> throw new IllegalArgumentException("no model echoes " + datatype);
    };
  }

  private static byte[] bytes(String datatype, String literal) {
    return switch (datatype) {
      case "BOOL" -> new byte[] {(byte) (literal.equals("true") ? 1 : 0)};
      case "UINT8", "INT8" -> new byte[] {(byte) Integer.parseInt(literal)};
      case "INT64" -> little(8).putLong(Long.parseLong(literal)).array();
      case "FP32" -> little(4).putFloat(Float.parseFloat(literal)).array();
      case "FP64" -> little(8).putDouble(Double.parseDouble(literal)).array();
      case "BYTES" -> lengthAndBytes(literal);
      default -> throw new IllegalArgumentException("no model echoes " + datatype);
    };
  }

  /** The text of a JSON string literal of {@link #TEXTS}. */
  static String unquote(String literal) {
    return literal
        .substring(1, literal.length() - 1)
        .replace("\\u0041", "A")
        .replace("\\n", "\n")
        .replace("\\\"", "\"");
  }

  private static byte[] lengthAndBytes(String literal) {
    byte[] text = unquote(literal).getBytes(StandardCharsets.UTF_8);
    return little(4 + text.length).putInt(text.length).put(text).array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
