package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.salver.api.WellFormedText;
import io.salver.fault.InvalidInput;
import java.io.IOException;

/** How this protocol reads and writes JSON, and how it names what it met. */
final class Json {

  /** Depth of nesting beyond which a document is refused. */
  static final int MAX_DEPTH = 100;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final int QUOTED_CHARS = 40;

  private Json() {}

  /** The string at the parser, which is {@code what} in messages. */
  static String text(JsonParser parser, String what) throws IOException {
    require(parser, JsonToken.VALUE_STRING, what, "a string");
    return parser.getText();
  }

  static void require(JsonParser parser, JsonToken token, String what, String expected)
      throws IOException {
    if (parser.currentToken() != token) {
      throw new InvalidInput(what + " must be " + expected + ", got " + describe(parser));
    }
  }

  /** The token at the parser in words, shortened. */
  static String describe(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      return token == JsonToken.START_OBJECT ? "an object" : "an array";
    }
    String text = parser.getText();
    if (text == null) {
      return "the end";
    }
    return token == JsonToken.VALUE_STRING ? "\"" + shortened(text) + "\"" : shortened(text);
  }

  /** What a message shows of {@code text}. */
  static String shortened(String text) {
    return WellFormedText.shortened(text, QUOTED_CHARS);
  }

  /** The fault of a document that is no JSON at byte {@code offset}. */
  static InvalidInput malformed(long offset, String what) {
    return new InvalidInput("malformed JSON near byte " + offset + ": " + what);
  }

  static InvalidInput notUtf8() {
    return new InvalidInput("the JSON is not UTF-8");
  }
}
