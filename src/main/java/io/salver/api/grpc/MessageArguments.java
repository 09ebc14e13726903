package io.salver.api.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.salver.api.Parameter;
import io.salver.api.task.Nested;
import io.salver.api.task.TaskArguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says what a message says: each field that is there, by its name, which is the same in every
 * protocol. Bytes are files, and messages in it lists or objects. Stateless.
 */
final class MessageArguments {

  private MessageArguments() {}

  static TaskArguments of(Message message) {
    return of(message, Set.of());
  }

  /** What it says but for the fields of some names, which somebody else reads. */
  static TaskArguments of(Message message, Set<String> others) {
    TaskArguments said = new TaskArguments(TaskArguments.MANY);
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      String name = field.getKey().getName();
      if (others.contains(name)) {
        continue;
      }
      if (field.getValue() instanceof List<?> values) {
        values.forEach(value -> add(said, name, value));
      } else {
        add(said, name, field.getValue());
      }
    }
    return said;
  }

  private static void add(TaskArguments said, String name, Object value) {
    switch (value) {
      case ByteString file -> said.addFile(name, file.asReadOnlyByteBuffer());
      case Message nested -> said.add(name, nested(nested));
      default -> said.add(name, scalar(value));
    }
  }

  /** A message of one repeated field is a list, every other one an object. */
  private static Nested nested(Message message) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    if (fields.size() == 1 && fields.getFirst().isRepeated()) {
      List<?> values = (List<?>) message.getField(fields.getFirst());
      return new Nested.Items(values.stream().map(MessageArguments::scalar).toList());
    }
    Map<String, Parameter> values = new LinkedHashMap<>();
    message.getAllFields().forEach((field, value) -> values.put(field.getName(), scalar(value)));
    return new Nested.Fields(values);
  }

  private static Parameter scalar(Object value) {
    return switch (value) {
      case String text -> new Parameter.Text(text);
      case Boolean flag -> new Parameter.Flag(flag);
      case Integer whole -> new Parameter.Whole(whole);
      case Long whole -> new Parameter.Whole(whole);
      case Number real -> new Parameter.Real(real.doubleValue());
      default -> throw new IllegalArgumentException("no parameter is a " + value.getClass());
    };
  }
}
