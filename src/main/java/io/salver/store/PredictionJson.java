package io.salver.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.fault.BackendFailure;
import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Interval;
import io.salver.monitor.Predicted.Share;
import io.salver.monitor.outcome.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predictions, groups and outcomes as JSON in ASCII, which every database keeps as it is:
 *
 * <pre>
 *   {"classes": [["yes", 0.8], ["no", 0.2]]}   {"value": 3.5, "interval": [2.0, 5.0, 0.9]}
 *   {"sex": "Female"}
 *   "yes"   3.5
 * </pre>
 *
 * What is read equals what was written. Stateless.
 */
final class PredictionJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private PredictionJson() {}

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static String predicted(Predicted predicted) {
    return text(
        json -> {
          json.writeStartObject();
          switch (predicted) {
            case Predicted.Classes(List<Share> classes) -> {
              json.writeArrayFieldStart("classes");
              for (Share share : classes) {
                json.writeStartArray();
                json.writeString(share.label());
                json.writeNumber(share.probability());
                json.writeEndArray();
              }
              json.writeEndArray();
            }
            case Predicted.Value(double value, Optional<Interval> interval) -> {
              json.writeNumberField("value", value);
              if (interval.isPresent()) {
                Interval given = interval.get();
                json.writeFieldName("interval");
                json.writeArray(new double[] {given.low(), given.high(), given.level()}, 0, 3);
              }
            }
          }
          json.writeEndObject();
        });
  }

  static Predicted predicted(String text) {
    JsonNode document = read(text);
    JsonNode classes = document.path("classes");
    if (classes.isArray()) {
      List<Share> shares = new ArrayList<>(classes.size());
      for (JsonNode share : classes) {
        shares.add(new Share(share.path(0).asText(), number(share.path(1))));
      }
      return new Predicted.Classes(shares);
    }
    JsonNode interval = document.path("interval");
    return new Predicted.Value(
        number(document.path("value")),
        interval.isArray()
            ? Optional.of(
                new Interval(
                    number(interval.path(0)), number(interval.path(1)), number(interval.path(2))))
            : Optional.empty());
  }

  static String slices(Map<String, String> slices) {
    return text(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> slice : slices.entrySet()) {
            json.writeStringField(slice.getKey(), slice.getValue());
          }
          json.writeEndObject();
        });
  }

  static Map<String, String> slices(String text) {
    Map<String, String> slices = new LinkedHashMap<>();
    read(text).properties().forEach(each -> slices.put(each.getKey(), each.getValue().asText()));
    return slices;
  }

  static String outcome(Outcome outcome) {
    return text(
        json -> {
          switch (outcome) {
            case Outcome.Label(String label) -> json.writeString(label);
            case Outcome.Value(double value) -> json.writeNumber(value);
          }
        });
  }

  static Outcome outcome(String text) {
    JsonNode document = read(text);
    return document.isTextual()
        ? new Outcome.Label(document.textValue())
        : new Outcome.Value(number(document));
  }

  /** A number that JSON has no word for lies there as a string. */
  private static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isTextual()) {
      return switch (node.textValue()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw unreadable();
      };
    }
    throw unreadable();
  }

  private static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private static BackendFailure unreadable() {
    return new BackendFailure("the store holds a prediction or a label that cannot be read");
  }

  private static String text(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text.toString();
  }
}
