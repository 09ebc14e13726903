package io.salver.monitor.ndjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record as one JSON object:
 *
 * <pre>
 *   {"id": "…", "index": 0, "model": "adult", "version": 1, "time": "2026-03-01T12:00:00Z",
 *    "features": {"age": 39, "workclass": "Private", "hours-per-week": null},
 *    "predictions": {"label": "at most 50K", "confidence": 0.9},
 *    "classes": {"at most 50K": 0.9, "more than 50K": 0.1},
 *    "value": 3.5, "interval": {"low": 2, "high": 5, "level": 0.9},
 *    "embeddings": {"embedding": [0.25, -1]}}
 * </pre>
 *
 * What a record does not have is left out. A name that came several times has a list. Missing
 * values, and what was neither number nor text, are null; numbers that JSON does not know are the
 * texts {@code "Infinity"} and {@code "-Infinity"}. Stateless.
 */
public final class ObservationJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private ObservationJson() {}

  /** The object, without an end of line. */
  public static byte[] bytes(Observation observation) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      write(json, observation);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Observation observation) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", observation.id().request());
    json.writeNumberField("index", observation.id().index());
    json.writeStringField("model", observation.model().name());
    json.writeNumberField("version", observation.model().version());
    json.writeStringField("time", observation.at().toString());
    writeNamed(json, "features", observation.sample().features());
    writeNamed(json, "predictions", observation.sample().predictions());
    if (observation.predicted().isPresent()) {
      writePredicted(json, observation.predicted().get());
    }
    writeEmbeddings(json, observation.sample().embeddings());
    json.writeEndObject();
  }

  private static void writeNamed(JsonGenerator json, String field, List<Sample.Named> values)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    Map<String, List<FeatureValue>> byName = new LinkedHashMap<>();
    for (Sample.Named named : values) {
      byName.computeIfAbsent(named.name(), _ -> new ArrayList<>()).add(named.value());
    }
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, List<FeatureValue>> entry : byName.entrySet()) {
      json.writeFieldName(entry.getKey());
      if (entry.getValue().size() == 1) {
        writeValue(json, entry.getValue().getFirst());
        continue;
      }
      json.writeStartArray();
      for (FeatureValue value : entry.getValue()) {
        writeValue(json, value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, FeatureValue value) throws IOException {
    switch (value) {
      case FeatureValue.Numeric(double number) -> writeNumber(json, number);
      case FeatureValue.Category(String text) -> json.writeString(text);
      case FeatureValue.Missing _, FeatureValue.Wrong _ -> json.writeNull();
    }
  }

  private static void writePredicted(JsonGenerator json, Predicted predicted) throws IOException {
    switch (predicted) {
      case Predicted.Classes(List<Predicted.Share> classes) -> {
        json.writeObjectFieldStart("classes");
        for (Predicted.Share share : classes) {
          json.writeFieldName(share.label());
          writeNumber(json, share.probability());
        }
        json.writeEndObject();
      }
      case Predicted.Value value -> {
        json.writeFieldName("value");
        writeNumber(json, value.value());
        if (value.interval().isPresent()) {
          writeInterval(json, value.interval().get());
        }
      }
    }
  }

  private static void writeInterval(JsonGenerator json, Predicted.Interval interval)
      throws IOException {
    json.writeObjectFieldStart("interval");
    json.writeFieldName("low");
    writeNumber(json, interval.low());
    json.writeFieldName("high");
    writeNumber(json, interval.high());
    json.writeFieldName("level");
    writeNumber(json, interval.level());
    json.writeEndObject();
  }

  private static void writeEmbeddings(JsonGenerator json, Map<String, float[]> embeddings)
      throws IOException {
    if (embeddings.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("embeddings");
    for (Map.Entry<String, float[]> entry : embeddings.entrySet()) {
      json.writeArrayFieldStart(entry.getKey());
      for (float component : entry.getValue()) {
        writeNumber(json, component);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** Whole numbers without a fraction, so that ages look like ages. */
  private static void writeNumber(JsonGenerator json, double number) throws IOException {
    if (Double.isNaN(number)) {
      json.writeNull();
    } else if (Double.isInfinite(number)) {
      json.writeString(Double.toString(number));
    } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }
}
