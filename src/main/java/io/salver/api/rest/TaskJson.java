package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.serving.RequestId;
import io.salver.task.ClassScore;
import io.salver.task.TaskAnswer;
import io.salver.task.Verification;
import io.salver.task.speech.SoundClasses;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes what typed answers have in common as JSON, and the short ones whole. Stateless. */
final class TaskJson {

  private static final int FIRST_BYTES = 1024;

  private TaskJson() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * An object with the id of the request, model and version of {@code answer}, and {@code fields}.
   */
  static Buffer write(RequestId id, TaskAnswer answer, Fields fields) {
    return object(
        json -> {
          json.writeStringField("id", id.text());
          json.writeStringField("model", answer.model().name());
          json.writeNumberField("version", answer.model().version());
          fields.write(json);
        });
  }

  static Buffer object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writes to memory
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  static Buffer verification(RequestId id, Verification answer) {
    return write(
        id,
        answer,
        json -> {
          json.writeBooleanField("same", answer.isSame());
          json.writeNumberField("similarity", answer.similarity());
          json.writeNumberField("threshold", answer.threshold());
        });
  }

  static Buffer sound(RequestId id, SoundClasses answer) {
    return write(
        id,
        answer,
        json -> {
          json.writeNumberField("seconds", answer.seconds());
          classes(json, answer.best());
        });
  }

  static void classes(JsonGenerator json, List<ClassScore> best) throws IOException {
    json.writeArrayFieldStart("classes");
    for (ClassScore each : best) {
      json.writeStartObject();
      fields(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void fields(JsonGenerator json, ClassScore score) throws IOException {
    json.writeStringField("label", score.label());
    json.writeNumberField("index", score.index());
    json.writeNumberField("score", score.score());
  }
}
