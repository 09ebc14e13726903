package io.salver.api.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.salver.api.WellFormedText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks in a message that could not be parsed for a text that is not UTF-8, because the parser does
 * not say which one that is. Used on failures only. Stateless.
 */
final class MessageTexts {

  private MessageTexts() {}

  /**
   * Passes over the fields of {@code message}; returns where it is malformed in another way.
   *
   * @throws io.salver.fault.InvalidInput that names the field and its first wrong byte
   */
  static void require(ByteBuffer message, Descriptor type) {
    try {
      require(message, type, "");
    } catch (IOException malformed) {
      // the texts up to there are well-formed
    }
  }

  private static void require(ByteBuffer message, Descriptor type, String place)
      throws IOException {
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
    input.enableAliasing(true);
    Map<FieldDescriptor, Integer> counts = new HashMap<>();
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (field == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        input.skipField(tag);
        continue;
      }
      int index = counts.merge(field, 1, Integer::sum) - 1;
      String name = place + field.getName() + (field.isRepeated() ? "[" + index + "]" : "");
      ByteBuffer content = input.readByteBuffer();
      switch (field.getJavaType()) {
        case STRING -> WellFormedText.requireUtf8(content, name);
        case MESSAGE -> require(content, field.getMessageType(), name + ".");
        case INT, LONG, FLOAT, DOUBLE, BOOLEAN, BYTE_STRING, ENUM -> {}
      }
    }
  }
}
