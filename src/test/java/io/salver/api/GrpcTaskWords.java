package io.salver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.salver.v1.Cell;
import io.salver.v1.Row;
import java.util.Map;

/** Says in messages what a request says in JSON. */
final class GrpcTaskWords {

  private GrpcTaskWords() {}

  /** Sets the field of each name; a list of one is the same as that. */
  static void fill(Message.Builder message, JsonNode parameters) {
    for (Map.Entry<String, JsonNode> field : parameters.properties()) {
      FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field.getKey());
      if (!descriptor.isRepeated()) {
        message.setField(descriptor, value(message, descriptor, field.getValue()));
      } else if (field.getValue().isArray()) {
        field
            .getValue()
            .forEach(
                each -> message.addRepeatedField(descriptor, value(message, descriptor, each)));
      } else {
        message.addRepeatedField(descriptor, value(message, descriptor, field.getValue()));
      }
    }
  }

  private static Object value(Message.Builder message, FieldDescriptor field, JsonNode value) {
    return switch (field.getJavaType()) {
      case INT -> value.intValue();
      case LONG -> value.longValue();
      case DOUBLE -> value.doubleValue();
      case BOOLEAN -> value.booleanValue();
      case STRING -> value.textValue();
      case MESSAGE -> nested(message.newBuilderForField(field), value);
      case FLOAT, BYTE_STRING, ENUM -> throw new IllegalArgumentException(field.getFullName());
    };
  }

  private static Message nested(Message.Builder message, JsonNode value) {
    if (message instanceof Row.Builder row) {
      value.properties().forEach(cell -> row.putValues(cell.getKey(), cell(cell.getValue())));
    } else if (value.isArray()) {
      FieldDescriptor only = message.getDescriptorForType().getFields().getFirst();
      value.forEach(each -> message.addRepeatedField(only, value(message, only, each)));
    } else {
      fill(message, value);
    }
    return message.build();
  }

  private static Cell cell(JsonNode value) {
    Cell.Builder cell = Cell.newBuilder();
    if (value.isIntegralNumber()) {
      cell.setInteger(value.longValue());
    } else if (value.isNumber()) {
      cell.setNumber(value.doubleValue());
    } else if (value.isTextual()) {
      cell.setText(value.textValue());
    } else if (value.isBoolean()) {
      cell.setFlag(value.booleanValue());
    }
    return cell.build();
  }
}
