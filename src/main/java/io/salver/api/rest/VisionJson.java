package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.api.task.MaskPng;
import io.salver.api.task.MaskRuns;
import io.salver.serving.RequestId;
import io.salver.task.ClassScore;
import io.salver.task.vision.Finding;
import io.salver.task.vision.VisionAnswer;
import io.salver.task.vision.VisionAnswer.Seen;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Writes what was seen in pictures as JSON. Stateless. */
final class VisionJson {

  private VisionJson() {}

  /**
   * The answer as an object.
   *
   * @param asPng whether masks are written as PNG, else as run lengths
   */
  static Buffer write(RequestId id, VisionAnswer answer, boolean asPng) {
    return TaskJson.write(
        id,
        answer,
        json -> {
          json.writeArrayFieldStart("images");
          for (Seen seen : answer.pictures()) {
            picture(json, seen, asPng);
          }
          json.writeEndArray();
        });
  }

  private static void picture(JsonGenerator json, Seen seen, boolean asPng) throws IOException {
    json.writeStartObject();
    json.writeNumberField("width", seen.width());
    json.writeNumberField("height", seen.height());
    switch (seen.finding()) {
      case Finding.Classes classes -> TaskJson.classes(json, classes.best());
      case Finding.Boxes boxes -> boxes(json, boxes);
      case Finding.Mask mask -> mask(json, seen, mask, asPng);
      case Finding.Embedding(float[] vector) -> {
        json.writeArrayFieldStart("embedding");
        for (float number : vector) {
          json.writeNumber(number);
        }
        json.writeEndArray();
      }
    }
    if (seen.annotated().isPresent()) {
      json.writeBinaryField("annotated", seen.annotated().get());
    }
    json.writeEndObject();
  }

  private static void boxes(JsonGenerator json, Finding.Boxes found) throws IOException {
    json.writeArrayFieldStart("boxes");
    for (Finding.Box box : found.boxes()) {
      ClassScore object = box.object();
      json.writeStartObject();
      TaskJson.fields(json, object);
      json.writeObjectFieldStart("box");
      json.writeNumberField("left", box.left());
      json.writeNumberField("top", box.top());
      json.writeNumberField("right", box.right());
      json.writeNumberField("bottom", box.bottom());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void mask(JsonGenerator json, Seen seen, Finding.Mask mask, boolean asPng)
      throws IOException {
    json.writeArrayFieldStart("classes");
    for (MaskRuns.Share share : MaskRuns.shares(mask)) {
      json.writeStartObject();
      json.writeStringField("label", share.label());
      json.writeNumberField("index", share.index());
      json.writeNumberField("share", share.share());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("mask");
    if (asPng) {
      json.writeBinaryField("png", MaskPng.encode(mask, seen.width(), seen.height()));
    } else {
      json.writeFieldName("runs");
      int[] runs = MaskRuns.encode(mask);
      json.writeArray(runs, 0, runs.length);
    }
    json.writeEndObject();
  }
}
