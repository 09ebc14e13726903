package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.Parameter;
import io.salver.api.WellFormedText;
import io.salver.api.task.Nested;
import io.salver.api.task.TaskArguments;
import io.salver.fault.InvalidInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the scalars of a typed request, and flat lists and objects of them. Stateless. */
final class JsonScalars {

  private static final int MAX_FIELDS = 64;
  private static final int ALONE = -1;

  private JsonScalars() {}

  /** The scalar at the parser, the value of {@code name}. */
  static Parameter read(JsonParser parser, String name) throws IOException {
    return read(parser, name, ALONE);
  }

  /** The scalar at the parser, an element of the list {@code name}. */
  static Parameter read(JsonParser parser, String name, int index) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Parameter.Text(text(parser, name, index));
      case VALUE_TRUE, VALUE_FALSE -> new Parameter.Flag(parser.getBooleanValue());
      case VALUE_NUMBER_FLOAT -> new Parameter.Real(parser.getDoubleValue());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new Parameter.Real(parser.getDoubleValue())
              : new Parameter.Whole(parser.getLongValue());
      case VALUE_NULL ->
          throw new InvalidInput(place(name, index) + " expects a text or a number, received null");
      case null, default ->
          throw new InvalidInput(
              place(name, index)
                  + " expects a text, a number or a list of them, received an object or a list");
    };
  }

  /** The list at the parser, and none in it. */
  static Nested.Items items(JsonParser parser, String place) throws IOException {
    List<Parameter> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (items.size() == TaskArguments.MANY) {
        throw new InvalidInput(place + " takes at most " + TaskArguments.MANY + " values");
      }
      items.add(read(parser, place, items.size()));
    }
    return new Nested.Items(items);
  }

  /** The object at the parser, and none in it; a null counts as absent. */
  static Nested.Fields fields(JsonParser parser, String place) throws IOException {
    Map<String, Parameter> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (fields.size() == MAX_FIELDS) {
        throw new InvalidInput(place + " has more than " + MAX_FIELDS + " fields");
      }
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        fields.put(name, read(parser, place + "." + name));
      }
    }
    return new Nested.Fields(fields);
  }

  private static String text(JsonParser parser, String name, int index) throws IOException {
    if (parser.getTextLength() > JsonTaskReader.MAX_TEXT) {
      throw new InvalidInput(
          place(name, index)
              + " takes at most "
              + JsonTaskReader.MAX_TEXT
              + " characters, received "
              + parser.getTextLength());
    }
    return WellFormedText.requirePairs(parser.getText(), () -> place(name, index));
  }

  private static String place(String name, int index) {
    return index == ALONE ? name : name + "[" + index + "]";
  }
}
