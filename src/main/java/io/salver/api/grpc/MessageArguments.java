package io.salver.api.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.salver.api.Parameter;
import io.salver.api.task.TaskArguments;
import java.util.List;
import java.util.Map;

/**
 * Says what a message says: each field that is there, by its name, which is the same in every
 * protocol. Bytes are files. Stateless.
 */
final class MessageArguments {

  private MessageArguments() {}

  static TaskArguments of(Message message) {
    TaskArguments said = new TaskArguments();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      String name = field.getKey().getName();
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
      case String text -> said.add(name, new Parameter.Text(text));
      case Boolean flag -> said.add(name, new Parameter.Flag(flag));
      case Integer whole -> said.add(name, new Parameter.Whole(whole));
      case Long whole -> said.add(name, new Parameter.Whole(whole));
      case Number real -> said.add(name, new Parameter.Real(real.doubleValue()));
      default -> throw new IllegalArgumentException("no parameter is a " + value.getClass());
    }
  }
}
