package engine.onnx;

import engine.onnx.OnnxGraph.Attribute;
import java.util.List;
import java.util.SplittableRandom;

/** The graphs that are measured. The same arguments give the same bytes. */
public final class BenchModels {

  private static final int MLP_WIDTH = 1024;
  private static final int ECHO_WIDTH = 4;
  private static final int SLOW_WIDTH = 384;

  private BenchModels() {}

  /** x [N, 4] → y [N, 3] through 16 hidden units: a run costs microseconds. */
  public static byte[] tiny() {
    SplittableRandom random = new SplittableRandom(1);
    return new OnnxGraph("tiny")
        .input("x", OnnxGraph.FLOAT, "N", 4)
        .output("y", OnnxGraph.FLOAT, "N", 3)
        .floats("w1", weights(random, 4 * 16, 4), 4, 16)
        .floats("w2", weights(random, 16 * 3, 16), 16, 3)
        .node("MatMul", List.of("x", "w1"), List.of("h1"))
        .node("Relu", List.of("h1"), List.of("h2"))
        .node("MatMul", List.of("h2", "w2"), List.of("y"))
        .model();
  }

  /**
   * x [N, 16] → y [N, 16] through {@code layers} layers of 1024 × 1024 (4 MB each): one row must
   * fetch all weights from memory, and so must 16 rows, which is why joining rows pays.
   */
  public static byte[] mlp(int layers) {
    SplittableRandom random = new SplittableRandom(2);
    OnnxGraph graph =
        new OnnxGraph("mlp")
            .input("x", OnnxGraph.FLOAT, "N", 16)
            .output("y", OnnxGraph.FLOAT, "N", 16)
            .floats("first", weights(random, 16 * MLP_WIDTH, 16), 16, MLP_WIDTH)
            .floats("last", weights(random, MLP_WIDTH * 16, MLP_WIDTH), MLP_WIDTH, 16)
            .node("MatMul", List.of("x", "first"), List.of("h0"));
    for (int layer = 0; layer < layers; layer++) {
      String weights = "w" + layer;
      graph
          .floats(weights, weights(random, MLP_WIDTH * MLP_WIDTH, MLP_WIDTH), MLP_WIDTH, MLP_WIDTH)
          .node("MatMul", List.of("h" + layer, weights), List.of("p" + layer))
          .node("Relu", List.of("p" + layer), List.of("h" + (layer + 1)));
    }
    return graph.node("MatMul", List.of("h" + layers, "last"), List.of("y")).model();
  }

  /** image [N, 3, 224, 224] → y [N, 10] through three strided convolutions of growing width. */
  public static byte[] cnn(int width) {
    SplittableRandom random = new SplittableRandom(3);
    OnnxGraph graph =
        new OnnxGraph("cnn")
            .input("x", OnnxGraph.FLOAT, "N", 3, 224, 224)
            .output("y", OnnxGraph.FLOAT, "N", 10);
    convolution(graph, random, "x", "c1", 3, width);
    convolution(graph, random, "c1", "c2", width, 2 * width);
    convolution(graph, random, "c2", "c3", 2 * width, 4 * width);
    return graph
        .node("GlobalAveragePool", List.of("c3"), List.of("pool"))
        .node("Flatten", List.of("pool"), List.of("flat"))
        .floats("head", weights(random, 4 * width * 10, 4 * width), 4L * width, 10)
        .node("MatMul", List.of("flat", "head"), List.of("y"))
        .model();
  }

  /**
   * x [N, 1] → echo = x, and twice the constant {@code generation} for every row, from two nodes:
   * an answer tells which bytes made each of its parts.
   */
  public static byte[] generation(float generation) {
    return new OnnxGraph("generation")
        .input("x", OnnxGraph.FLOAT, "N", 1)
        .output("echo", OnnxGraph.FLOAT, "N", 1)
        .output("first", OnnxGraph.FLOAT, "N", 1)
        .output("second", OnnxGraph.FLOAT, "N", 1)
        .floats("zero", new float[] {0}, 1)
        .floats("a", new float[] {generation}, 1)
        .floats("b", new float[] {generation}, 1)
        .node("Identity", List.of("x"), List.of("echo"))
        .node("Mul", List.of("x", "zero"), List.of("nothing"))
        .node("Add", List.of("nothing", "a"), List.of("first"))
        .node("Add", List.of("nothing", "b"), List.of("second"))
        .model();
  }

  /**
   * steps [1] INT64 → y [1, 1]: a loop of so many matrix products of a few hundred microseconds to
   * milliseconds each. Between them ONNX Runtime looks whether it should stop.
   */
  public static byte[] slow() {
    OnnxGraph body =
        new OnnxGraph("body")
            .input("i", OnnxGraph.INT64)
            .input("go", OnnxGraph.BOOL)
            .input("h", OnnxGraph.FLOAT, SLOW_WIDTH, SLOW_WIDTH)
            .output("stay", OnnxGraph.BOOL)
            .output("next", OnnxGraph.FLOAT, SLOW_WIDTH, SLOW_WIDTH)
            .node("Identity", List.of("go"), List.of("stay"))
            .node("MatMul", List.of("h", "rotation"), List.of("next"));
    return new OnnxGraph("slow")
        .input("steps", OnnxGraph.INT64, 1)
        .output("y", OnnxGraph.FLOAT, 1, 1)
        .floats("rotation", rotation(SLOW_WIDTH), SLOW_WIDTH, SLOW_WIDTH)
        .node(
            "Loop", List.of("steps", "", "rotation"), List.of("end"), Attribute.graph("body", body))
        .node("ReduceSum", List.of("end"), List.of("y"))
        .model();
  }

  /**
   * x [N, 16] → y [N, 16], zeros where x is zero; anything else looks for a row of a table that has
   * one, and the run fails.
   */
  public static byte[] failing() {
    return new OnnxGraph("failing")
        .input("x", OnnxGraph.FLOAT, "N", 16)
        .output("y", OnnxGraph.FLOAT, "N", 16)
        .floats("table", new float[] {0}, 1)
        .floats("scale", new float[] {1e6f}, 1)
        .node("Mul", List.of("x", "scale"), List.of("scaled"))
        .node("Cast", List.of("scaled"), List.of("rows"), Attribute.number("to", OnnxGraph.INT64))
        .node("Gather", List.of("table", "rows"), List.of("y"))
        .model();
  }

  /** x [N, 4] → y, the same, of any datatype. */
  public static byte[] echo(int type) {
    return new OnnxGraph("echo")
        .input("x", type, "N", ECHO_WIDTH)
        .output("y", type, "N", ECHO_WIDTH)
        .node("Identity", List.of("x"), List.of("y"))
        .model();
  }

  private static void convolution(
      OnnxGraph graph, SplittableRandom random, String from, String to, int in, int out) {
    String weights = to + "w";
    graph
        .floats(weights, weights(random, out * in * 9, in * 9), out, in, 3, 3)
        .node(
            "Conv",
            List.of(from, weights),
            List.of(to + "p"),
            Attribute.ints("strides", 2, 2),
            Attribute.ints("pads", 1, 1, 1, 1),
            Attribute.ints("kernel_shape", 3, 3))
        .node("Relu", List.of(to + "p"), List.of(to));
  }

  private static float[] weights(SplittableRandom random, int count, int fanIn) {
    float[] weights = new float[count];
    float scale = (float) Math.sqrt(6.0 / fanIn);
    for (int i = 0; i < count; i++) {
      weights[i] = scale * (2 * (float) random.nextDouble() - 1);
    }
    return weights;
  }

  /** A permutation, so that products of any length stay in range. */
  private static float[] rotation(int width) {
    float[] matrix = new float[width * width];
    for (int row = 0; row < width; row++) {
      matrix[row * width + (row + 1) % width] = 1;
    }
    return matrix;
  }
}
