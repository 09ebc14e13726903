package io.salver.image;

import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a picture of one megapixel to the tensor of an ImageNet model, 1 x 3 x 224 x 224, and its
 * parts; beside ImageIO and the scaling of Java 2D, which looks at four pixels of the source for
 * each of the result and so leaves out most of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PictureBenchmark {

  private static final int WIDTH = 1152;
  private static final int HEIGHT = 864;
  private static final int SIDE = 224;
  private static final int RESIZED_WIDTH = 341;
  private static final int RESIZED_HEIGHT = 256;
  private static final int[] WHITE = {255, 255, 255};

  /** Of the file. */
  @Param({"jpg", "png"})
  public String format = "jpg";

  private final DirectMemoryPool pool = new DirectMemoryPool(64 << 20);
  private final PictureDecoder decoder = new PictureDecoder(10_000_000);
  private final Placement placement =
      new Placement(WIDTH, HEIGHT, RESIZED_WIDTH, RESIZED_HEIGHT, 58, 16, SIDE, SIDE);
  private final PixelWriter writer =
      new PixelWriter(
          DataType.FP32,
          true,
          SampleTable.of(
              0, 1, new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225}));
  private byte[] file = {};
  private Picture picture = new Picture(1, 1, Picture.RGB, new byte[Picture.RGB]);

  @Setup
  public void draw() {
    BufferedImage drawn = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int red = (int) (127 + 120 * Math.sin(x / 31.0) * Math.cos(y / 17.0));
        int green = (x * 255) / WIDTH;
        int blue = (x * 7 + y * 13) & 0x3F;
        drawn.setRGB(x, y, (red << 16) | (green << 8) | blue);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(drawn, format, bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    file = bytes.toByteArray();
    picture = decode();
  }

  @Benchmark
  public Picture decode() {
    ByteBuffer encoded = ByteBuffer.wrap(file);
    try (TensorScope scope = pool.open()) {
      return decoder.decode(encoded, decoder.head(encoded), scope);
    }
  }

  @Benchmark
  public float preprocess() {
    return tensor(picture);
  }

  @Benchmark
  public float decodeAndPreprocess() {
    return tensor(decode());
  }

  @Benchmark
  public float plainImageIo() throws IOException {
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(file));
    BufferedImage scaled = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(decoded, -58, -16, RESIZED_WIDTH, RESIZED_HEIGHT, null);
    graphics.dispose();
    try (TensorScope scope = pool.open()) {
      Tensor.Dense tensor = scope.allocate(DataType.FP32, Shape.of(1, 3, SIDE, SIDE));
      FloatBuffer floats = tensor.view().asFloatBuffer();
      for (int i = 0; i < SIDE * SIDE; i++) {
        int colour = scaled.getRGB(i % SIDE, i / SIDE);
        floats.put(i, (((colour >> 16) & 0xFF) / 255f - 0.485f) / 0.229f);
        floats.put(SIDE * SIDE + i, (((colour >> 8) & 0xFF) / 255f - 0.456f) / 0.224f);
        floats.put(2 * SIDE * SIDE + i, ((colour & 0xFF) / 255f - 0.406f) / 0.225f);
      }
      return floats.get(0);
    }
  }

  private float tensor(Picture decoded) {
    try (TensorScope scope = pool.open()) {
      Tensor.Dense tensor = scope.allocate(DataType.FP32, Shape.of(1, 3, SIDE, SIDE));
      Picture shown = placement.apply(Colour.RGB.of(decoded, WHITE), Interpolation.BILINEAR, 0);
      writer.write(shown, tensor.view());
      return tensor.view().getFloat(0);
    }
  }
}
