package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the service writes, the JDK and the service itself read back to the bit. */
final class JsonElementWriterTest {

  @Property(tries = 10_000, seed = "1")
  void floats_come_back_to_the_bit(@ForAll int bits) throws IOException {
    float value = Float.intBitsToFloat(bits);
    ByteBuffer data = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    String text = written(DataType.FP32, data.putFloat(0, value));

    assertThat(Float.floatToIntBits(Float.parseFloat(text)))
        .as(text)
        .isEqualTo(Float.floatToIntBits(value));
    if (Float.isFinite(value)) {
      assertThat(Float.floatToIntBits(number(text).floatValue()))
          .as(text)
          .isEqualTo(Float.floatToIntBits(value));
    }
  }

  @Property(tries = 10_000, seed = "1")
  void doubles_come_back_to_the_bit(@ForAll long bits) throws IOException {
    double value = Double.longBitsToDouble(bits);
    ByteBuffer data = ByteBuffer.allocateDirect(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    String text = written(DataType.FP64, data.putDouble(0, value));

    assertThat(Double.doubleToLongBits(Double.parseDouble(text)))
        .as(text)
        .isEqualTo(Double.doubleToLongBits(value));
    if (Double.isFinite(value)) {
      assertThat(Double.doubleToLongBits(number(text).doubleValue()))
          .as(text)
          .isEqualTo(Double.doubleToLongBits(value));
    }
  }

  private static String written(DataType type, ByteBuffer data) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(target)) {
      JsonElementWriter.write(json, "y", new Tensor.Dense(type, Shape.of(1), data));
    }
    return target.toString(StandardCharsets.US_ASCII);
  }

  private static JsonNumber number(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer document =
        ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN).put(0, bytes);
    JsonNumber number = new JsonNumber(document);
    assertThat(number.read(0)).as(text).isTrue();
    return number;
  }
}
