package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.recommend.Degradation;
import io.salver.recommend.Fallback;
import io.salver.recommend.Recommendation;
import io.salver.recommend.Recommendation.FeatureExplanation;
import io.salver.recommend.StageReport;
import io.salver.recommend.Value;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes a recommendation as JSON. Stateless. */
final class RecommendationJsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final double NANOS_PER_MILLI = 1e6;

  private RecommendationJsonWriter() {}

  static Buffer write(Recommendation answer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      write(json, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writes to memory
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  /** Writes an answer as an object. */
  static void write(JsonGenerator json, Recommendation answer) throws IOException {
    json.writeStartObject();
    json.writeStringField("recommendation_id", answer.id());
    json.writeStringField("recommender", answer.recommender());
    json.writeStringField("arm", answer.arm());
    json.writeArrayFieldStart("items");
    for (Recommendation.Item item : answer.items()) {
      item(json, item);
    }
    json.writeEndArray();
    json.writeStringField("fallback", answer.fallback().map(Fallback::label).orElse(null));
    degradation(json, answer.degraded().orElse(null));
    json.writeObjectFieldStart("ignored");
    json.writeNumberField("history", answer.ignored().history());
    json.writeNumberField("exclude", answer.ignored().exclude());
    json.writeEndObject();
    versions(json, answer.versions());
    json.writeArrayFieldStart("stages");
    for (StageReport stage : answer.stages()) {
      stage(json, stage);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void degradation(JsonGenerator json, @Nullable Degradation degradation)
      throws IOException {
    json.writeFieldName("degraded");
    if (degradation == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("stage", degradation.stage().label());
    json.writeStringField("reason", degradation.reason().label());
    json.writeStringField("answered_by", degradation.answeredBy().label());
    json.writeEndObject();
  }

  private static void item(JsonGenerator json, Recommendation.Item item) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", item.id());
    real(json, "score", item.score());
    real(json, "retrieval_score", item.retrievalScore());
    json.writeNumberField("retrieval_rank", item.retrievalRank());
    json.writeStringField("placement", item.placement().label());
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, Value> attribute : item.attributes().entrySet()) {
      json.writeFieldName(attribute.getKey());
      JsonValues.write(json, attribute.getValue());
    }
    json.writeEndObject();
    if (!item.explanation().isEmpty()) {
      json.writeObjectFieldStart("features");
      for (FeatureExplanation feature : item.explanation()) {
        feature(json, feature);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void feature(JsonGenerator json, FeatureExplanation feature) throws IOException {
    json.writeObjectFieldStart(feature.name());
    json.writeFieldName("raw");
    JsonValues.write(json, feature.raw().orElse(null));
    json.writeArrayFieldStart("encoded");
    for (double number : feature.encoded()) {
      if (number == Math.rint(number)) {
        json.writeNumber((long) number);
      } else {
        json.writeNumber((float) number);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void versions(JsonGenerator json, Recommendation.Versions versions)
      throws IOException {
    json.writeObjectFieldStart("versions");
    json.writeStringField("index", versions.index());
    json.writeNumberField("user_tower", versions.userTower());
    json.writeNumberField("item_tower", versions.itemTower());
    json.writeFieldName("ranker");
    if (versions.ranker().isPresent()) {
      json.writeNumber(versions.ranker().getAsLong());
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  private static void stage(JsonGenerator json, StageReport stage) throws IOException {
    json.writeStartObject();
    json.writeStringField("stage", stage.stage().label());
    json.writeNumberField("in", stage.in());
    json.writeNumberField("kept", stage.kept());
    json.writeObjectFieldStart("removed");
    for (Map.Entry<String, Integer> removed : stage.removed().entrySet()) {
      json.writeNumberField(removed.getKey(), removed.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("moved");
    for (Map.Entry<String, Integer> moved : stage.moved().entrySet()) {
      json.writeNumberField(moved.getKey(), moved.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("measures");
    for (Map.Entry<String, Double> measure : stage.measures().entrySet()) {
      if (Double.isFinite(measure.getValue())) {
        json.writeNumberField(measure.getKey(), measure.getValue());
      }
    }
    json.writeEndObject();
    json.writeNumberField("ms", stage.nanos() / NANOS_PER_MILLI);
    json.writeEndObject();
  }

  /** A score; one that is not finite is null, because JSON has no word for it. */
  private static void real(JsonGenerator json, String name, float number) throws IOException {
    json.writeFieldName(name);
    if (Float.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeNull();
    }
  }
}
