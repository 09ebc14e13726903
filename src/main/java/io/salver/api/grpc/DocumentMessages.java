package io.salver.api.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Documents of plain maps, lists, texts and numbers as typed messages, whose fields have the same
 * names: what is told is written down once, for both protocols. A null is a field that is not set,
 * and NaN in a list of numbers. What a message has no field for is left out. Stateless.
 */
final class DocumentMessages {

  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private DocumentMessages() {}

  /** Fills a message with a document. */
  static <B extends Message.Builder> B read(Map<String, ?> document, B builder) {
    StringBuilder json = new StringBuilder();
    write(document, json);
    try {
      PARSER.merge(json.toString(), builder);
      return builder;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "a document is no " + builder.getDescriptorForType().getName(), e);
    }
  }

  private static void write(@Nullable Object value, StringBuilder json) {
    switch (value) {
      case Map<?, ?> map -> write(map, json);
      case List<?> list -> write(list, json);
      case Double number when !Double.isFinite(number) -> quote(number.toString(), json);
      case Number number -> json.append(number);
      case Boolean flag -> json.append(flag);
      case null -> json.append("null");
      default -> quote(value.toString(), json);
    }
  }

  private static void write(Map<?, ?> map, StringBuilder json) {
    String separator = "{";
    for (Map.Entry<?, ?> each : map.entrySet()) {
      json.append(separator);
      quote(String.valueOf(each.getKey()), json);
      json.append(':');
      write(each.getValue(), json);
      separator = ",";
    }
    json.append(map.isEmpty() ? "{}" : "}");
  }

  private static void write(List<?> list, StringBuilder json) {
    String separator = "[";
    for (Object each : list) {
      json.append(separator);
      write(each == null ? Double.NaN : each, json);
      separator = ",";
    }
    json.append(list.isEmpty() ? "[]" : "]");
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter < ' ' || letter == '"' || letter == '\\') {
        json.append("\\u").append("%04x".formatted((int) letter));
      } else {
        json.append(letter);
      }
    }
    json.append('"');
  }
}
