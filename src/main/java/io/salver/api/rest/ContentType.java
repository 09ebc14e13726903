package io.salver.api.rest;

import io.salver.fault.InvalidInput;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A media type with the parameters of its field (RFC 9110 sections 5.6.6 and 8.3.1). Immutable.
 *
 * @param type in lower case; empty where nothing is said
 * @param parameters what follows it, as sent
 */
record ContentType(String type, String parameters) {

  /** That of a field; an empty field stands for none. */
  static ContentType of(String field) {
    int semicolon = field.indexOf(';');
    String type = semicolon < 0 ? field : field.substring(0, semicolon);
    return new ContentType(
        type.trim().toLowerCase(Locale.ROOT), semicolon < 0 ? "" : field.substring(semicolon));
  }

  boolean isJson() {
    return type.equals("application/json") || type.endsWith("+json");
  }

  /** Whether it says that the bytes are text, and no JSON. */
  boolean isText() {
    return type.equals("text/plain") || type.equals("text/csv");
  }

  boolean isForm() {
    return type.equals("multipart/form-data");
  }

  boolean isMultipart() {
    return type.startsWith("multipart/");
  }

  /** Whether it says that the bytes are those of one file. */
  boolean isFile() {
    return type.startsWith("image/")
        || type.startsWith("audio/")
        || type.startsWith("video/")
        || type.equals("application/ogg")
        || type.equals("application/octet-stream")
        || type.equals("application/vnd.apache.arrow.stream");
  }

  /**
   * The value of a parameter, without its quotes.
   *
   * @throws InvalidInput when the parameters are not well-formed
   */
  Optional<String> parameter(String name) {
    int at = 0;
    while (at < parameters.length()) {
      int start = skipSpace(at + 1);
      int equals = parameters.indexOf('=', start);
      int next = parameters.indexOf(';', start);
      if (equals < 0 || (next >= 0 && next < equals)) {
        at = next < 0 ? parameters.length() : next;
        continue;
      }
      String key = parameters.substring(start, equals).trim();
      StringBuilder value = new StringBuilder();
      at = value(equals + 1, value);
      if (key.equalsIgnoreCase(name)) {
        return Optional.of(value.toString());
      }
    }
    return Optional.empty();
  }

  /** Reads a value into {@code target}; returns the place of the semicolon after it. */
  private int value(int start, StringBuilder target) {
    if (start >= parameters.length() || parameters.charAt(start) != '"') {
      int semicolon = parameters.indexOf(';', start);
      int end = semicolon < 0 ? parameters.length() : semicolon;
      target.append(parameters.substring(start, end).trim());
      return end;
    }
    int end = quoted(start + 1, target).orElseThrow(() -> unclosed(parameters));
    int semicolon = parameters.indexOf(';', end);
    return semicolon < 0 ? parameters.length() : semicolon;
  }

  private OptionalInt quoted(int start, StringBuilder target) {
    for (int at = start; at < parameters.length(); at++) {
      char character = parameters.charAt(at);
      if (character == '"') {
        return OptionalInt.of(at + 1);
      }
      if (character == '\\' && at + 1 < parameters.length()) {
        at++;
      }
      target.append(parameters.charAt(at));
    }
    return OptionalInt.empty();
  }

  private int skipSpace(int start) {
    int at = start;
    while (at < parameters.length() && parameters.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static InvalidInput unclosed(String text) {
    return new InvalidInput("a quoted value is not closed in '" + Json.shortened(text) + "'");
  }
}
