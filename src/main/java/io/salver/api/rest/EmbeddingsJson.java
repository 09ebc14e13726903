package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.serving.RequestId;
import io.salver.task.text.TextAnswer;
import io.salver.task.text.TextAnswer.Reading;
import io.salver.task.text.TextFinding;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes vectors of texts as OpenAI's interface does. Stateless. */
final class EmbeddingsJson {

  /** How a vector is written; the first is the default. */
  static final List<String> FORMATS = List.of("float", "base64");

  private EmbeddingsJson() {}

  /**
   * The answer as an object.
   *
   * @param isBase64 whether a vector is the Base64 of its little-endian 32-bit floats
   */
  static Buffer write(RequestId id, TextAnswer answer, boolean isBase64) {
    return TaskJson.object(
        json -> {
          json.writeStringField("id", id.text());
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          long tokens = 0;
          for (int index = 0; index < answer.texts().size(); index++) {
            Reading reading = answer.texts().get(index);
            tokens += reading.tokens();
            json.writeStartObject();
            json.writeStringField("object", "embedding");
            json.writeNumberField("index", index);
            if (reading.finding() instanceof TextFinding.Embedding(float[] vector)) {
              json.writeFieldName("embedding");
              vector(json, vector, isBase64);
            }
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("model", answer.model().name());
          json.writeObjectFieldStart("usage");
          json.writeNumberField("prompt_tokens", tokens);
          json.writeNumberField("total_tokens", tokens);
          json.writeEndObject();
        });
  }

  private static void vector(JsonGenerator json, float[] vector, boolean isBase64)
      throws IOException {
    if (isBase64) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      json.writeBinary(bytes.array());
      return;
    }
    json.writeStartArray();
    for (float number : vector) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }
}
