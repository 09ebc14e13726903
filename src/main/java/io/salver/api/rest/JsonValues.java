package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.salver.recommend.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes raw values by name: features and attributes. Stateless. */
final class JsonValues {

  private static final int MAX_TEXTS = 100;

  private JsonValues() {}

  /** The values of an object; a null counts as absent. */
  static Map<String, Value> read(JsonFields fields) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (String name : fields.names()) {
      fields.find(name).ifPresent(node -> values.put(name, value(fields, name, node)));
    }
    return values;
  }

  /** Writes a value, a number that is whole without a fraction. */
  static void write(JsonGenerator json, @Nullable Value value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Value.Text text -> json.writeString(text.text());
      case Value.Real real -> json.writeNumber(Value.spell(real.number()));
      case Value.Texts texts -> {
        json.writeStartArray();
        for (String text : texts.texts()) {
          json.writeString(text);
        }
        json.writeEndArray();
      }
    }
  }

  private static Value value(JsonFields fields, String name, JsonNode node) {
    if (node.isTextual()) {
      return new Value.Text(node.textValue());
    }
    if (node.isNumber()) {
      return new Value.Real(fields.real(name, node));
    }
    if (node.isArray()) {
      return new Value.Texts(fields.texts(name, MAX_TEXTS).orElseThrow());
    }
    throw JsonFields.wrong(fields.at(name), "a text, a number or a list of texts", node);
  }
}
