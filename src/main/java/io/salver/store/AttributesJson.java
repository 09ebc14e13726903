package io.salver.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.salver.fault.BackendFailure;
import io.salver.recommend.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Named values as a JSON object: a text is a string, a number a number, several texts an array.
 * What is read equals what was written, in its order. Thread-safe.
 */
final class AttributesJson {

  private static final JsonFactory PLAIN =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /** For text that has no UTF-8, because it holds half of a surrogate pair. */
  private static final JsonFactory ESCAPED =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private AttributesJson() {}

  static String write(Map<String, Value> values) {
    String json = write(values, PLAIN);
    return StandardCharsets.UTF_8.newEncoder().canEncode(json) ? json : write(values, ESCAPED);
  }

  private static String write(Map<String, Value> values, JsonFactory json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      for (Map.Entry<String, Value> entry : values.entrySet()) {
        out.writeFieldName(entry.getKey());
        write(entry.getValue(), out);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text.toString();
  }

  private static void write(Value value, JsonGenerator out) throws IOException {
    switch (value) {
      case Value.Text text -> out.writeString(text.text());
      case Value.Real real -> out.writeNumber(real.number());
      case Value.Texts texts -> {
        out.writeStartArray();
        for (String text : texts.texts()) {
          out.writeString(text);
        }
        out.writeEndArray();
      }
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws BackendFailure for any other text
   */
  static SequencedMap<String, Value> read(String json) {
    LinkedHashMap<String, Value> values = new LinkedHashMap<>();
    try (JsonParser in = PLAIN.createParser(json)) {
      require(in.nextToken() == JsonToken.START_OBJECT, in);
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        values.put(name, value(in));
      }
      require(in.currentToken() == JsonToken.END_OBJECT, in);
      return values;
    } catch (IOException e) {
      throw new BackendFailure("the store holds attributes that cannot be read", e);
    }
  }

  private static Value value(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return new Value.Text(in.getText());
    }
    if (in.currentToken() == JsonToken.START_ARRAY) {
      List<String> texts = new ArrayList<>();
      while (in.nextToken() == JsonToken.VALUE_STRING) {
        texts.add(in.getText());
      }
      require(in.currentToken() == JsonToken.END_ARRAY, in);
      return new Value.Texts(texts);
    }
    require(in.currentToken().isNumeric(), in);
    return new Value.Real(in.getDoubleValue());
  }

  private static void require(boolean expected, JsonParser in) {
    if (!expected) {
      throw new BackendFailure(
          "the store holds attributes that cannot be read, at character "
              + in.currentLocation().getCharOffset());
    }
  }
}
