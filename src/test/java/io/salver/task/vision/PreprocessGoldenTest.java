package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salver.image.PictureDecoder;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.testkit.TensorValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What Pillow and numpy made of pictures of every kind, by the same settings. */
final class PreprocessGoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/vision");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Lossy WebP alone needs it: its decoder takes the nearest colour where Pillow's interpolates.
   */
  private static final double MEAN = 1.25;

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final PictureDecoder decoder = new PictureDecoder(10_000_000);

  @TestFactory
  Stream<DynamicTest> equals_what_the_recipe_makes() throws IOException {
    JsonNode index = JSON.readTree(FOLDER.resolve("index.json").toFile());
    return StreamSupport.stream(index.spliterator(), false)
        .map(each -> DynamicTest.dynamicTest(each.get("tensor").asText(), () -> compare(each)));
  }

  private void compare(JsonNode entry) throws IOException {
    float[] expected = expected(entry.get("tensor").asText());
    float[] actual = actual(entry);
    assertThat(actual).hasSameSizeAs(expected);
    double worst = 0;
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      worst = Math.max(worst, difference);
      sum += difference;
    }
    double tolerance = isExact(entry) ? 0 : entry.get("tolerance").asDouble();
    assertThat(worst).as("largest difference").isLessThanOrEqualTo(tolerance);
    assertThat(sum / actual.length)
        .as("mean difference")
        .isLessThanOrEqualTo(MEAN * entry.get("meanTolerance").asDouble());
    assertThat(pool.leasedBytes()).isZero();
  }

  /** Pillow's JPEG decoder and Java's come of one, so that these are equal, too. */
  private static boolean isExact(JsonNode entry) {
    String file = entry.get("file").asText();
    return !file.endsWith(".webp") || file.startsWith("lossless");
  }

  private float[] actual(JsonNode entry) throws IOException {
    Map<String, Object> settings =
        JSON.convertValue(
            entry.get("preprocess"),
            JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    boolean last = "nhwc".equals(settings.get("layout"));
    long channels = entry.get("shape").get(last ? 2 : 0).asLong();
    Shape shape = last ? Shape.of(-1, -1, -1, channels) : Shape.of(-1, channels, -1, -1);
    TensorSpec input = new TensorSpec("image", DataType.FP32, shape);
    Preprocess preprocess =
        PreprocessSettings.read(settings, new Signature(List.of(input), List.of()));
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve(entry.get("file").asText())));
    try (TensorScope scope = pool.open()) {
      Framed framed = Framed.all(List.of(file), decoder, preprocess.fitting()).getFirst();
      Tensor.Dense tensor = scope.allocate(DataType.FP32, preprocess.shape(1, framed.placement()));
      for (int axis = 0; axis < 3; axis++) {
        assertThat(tensor.shape().extent(axis + 1))
            .isEqualTo(entry.get("shape").get(axis).asLong());
      }
      preprocess.write(
          decoder.decode(file, framed.head(), scope), framed.placement(), tensor.view());
      return TensorValues.floats(tensor);
    }
  }

  private static float[] expected(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(FOLDER.resolve(name)))) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    }
  }
}
