package io.salver.api.grpc;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Documents of plain maps, lists, texts and numbers as messages, and back. */
final class StructMessages {

  /** Up to which every whole number is a double. */
  private static final double MOST_WHOLE = 0x1p53;

  /** What a null in a list becomes, so that messages name it. */
  private static final String NULL = "null";

  private StructMessages() {}

  static Struct struct(Map<?, ?> document) {
    Struct.Builder struct = Struct.newBuilder();
    document.forEach((key, value) -> struct.putFields(key.toString(), value(value)));
    return struct.build();
  }

  /** The document of a message; whole numbers are integers, and a null counts as absent. */
  static Map<String, Object> document(Struct struct) {
    Map<String, Object> document = new LinkedHashMap<>();
    struct
        .getFieldsMap()
        .forEach((key, value) -> plain(value).ifPresent(plain -> document.put(key, plain)));
    return document;
  }

  private static Value value(@Nullable Object value) {
    Value.Builder message = Value.newBuilder();
    return switch (value) {
      case Map<?, ?> map -> message.setStructValue(struct(map)).build();
      case List<?> list -> {
        ListValue.Builder values = ListValue.newBuilder();
        list.forEach(element -> values.addValues(value(element)));
        yield message.setListValue(values).build();
      }
      case Number number -> message.setNumberValue(number.doubleValue()).build();
      case Boolean flag -> message.setBoolValue(flag).build();
      case null -> message.setNullValue(NullValue.NULL_VALUE).build();
      default -> message.setStringValue(value.toString()).build();
    };
  }

  private static Optional<Object> plain(Value value) {
    return switch (value.getKindCase()) {
      case STRUCT_VALUE -> Optional.of(document(value.getStructValue()));
      case LIST_VALUE ->
          Optional.of(
              value.getListValue().getValuesList().stream()
                  .map(element -> plain(element).orElse(NULL))
                  .toList());
      case NUMBER_VALUE -> Optional.of(number(value.getNumberValue()));
      case BOOL_VALUE -> Optional.of(value.getBoolValue());
      case STRING_VALUE -> Optional.of(value.getStringValue());
      case NULL_VALUE, KIND_NOT_SET -> Optional.empty();
    };
  }

  private static Number number(double number) {
    return number == Math.rint(number) && Math.abs(number) <= MOST_WHOLE
        ? (Number) (long) number
        : (Number) number;
  }
}
