package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.Parameter;
import io.salver.api.Parameters;
import io.salver.fault.InvalidInput;
import java.io.IOException;

/** Reads a {@code parameters} object. */
final class JsonParameters {

  private JsonParameters() {}

  /** Reads the value at the parser, an object or null, of {@code owner} in messages. */
  static Parameters read(JsonParser parser, String owner) throws IOException {
    Parameters parameters = new Parameters(owner);
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return parameters;
    }
    Json.require(parser, JsonToken.START_OBJECT, "parameters of " + owner, "an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      parameters.put(name, value(parser, name, owner));
    }
    return parameters;
  }

  private static Parameter value(JsonParser parser, String name, String owner) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Parameter.Text(parser.getText());
      case VALUE_TRUE -> new Parameter.Flag(true);
      case VALUE_FALSE -> new Parameter.Flag(false);
      case VALUE_NUMBER_FLOAT -> new Parameter.Real(parser.getDoubleValue());
      case VALUE_NUMBER_INT -> new Parameter.Whole(saturated(parser));
      default ->
          throw new InvalidInput(
              "parameter '"
                  + name
                  + "' of "
                  + owner
                  + " must be a string, integer, boolean or double, got "
                  + Json.describe(parser));
    };
  }

  private static long saturated(JsonParser parser) throws IOException {
    if (parser.getNumberType() != NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    return parser.getBigIntegerValue().signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
