package io.salver.task.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A sound, what {@code preprocess} says and the tensor that the recipe makes of it.
 *
 * @param shift positions that a decoder may keep of the codec's padding
 */
record SoundCase(
    String file,
    Map<String, Object> preprocess,
    List<Integer> shape,
    String tensor,
    double tolerance,
    int shift) {

  private static final Path FOLDER = Path.of("src/test/resources/speech");

  static List<SoundCase> all() throws IOException {
    ObjectMapper json = new ObjectMapper();
    return json.readValue(
        FOLDER.resolve("index.json").toFile(),
        json.getTypeFactory().constructCollectionType(List.class, SoundCase.class));
  }

  ByteBuffer content() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve(file)));
  }

  float[] expected() throws IOException {
    try (InputStream file = Files.newInputStream(FOLDER.resolve(tensor));
        InputStream plain = new GZIPInputStream(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(plain.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    }
  }

  @Override
  public String toString() {
    return file + " " + preprocess;
  }
}
