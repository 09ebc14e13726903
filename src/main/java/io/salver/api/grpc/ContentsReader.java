package io.salver.api.grpc;

import io.salver.api.DenseElements;
import io.salver.api.MemoryBudget;
import io.salver.api.StringElements;
import io.salver.api.TensorDeclaration;
import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads an {@code InferTensorContents}: the one field that belongs to the datatype, packed or not,
 * straight into the memory of the tensor. One use; not thread-safe.
 */
final class ContentsReader {

  private static final List<String> FIELDS =
      List.of(
          "bool_contents",
          "int_contents",
          "int64_contents",
          "uint_contents",
          "uint64_contents",
          "fp32_contents",
          "fp64_contents",
          "bytes_contents");

  private final MessageReader message;
  private final TensorDeclaration declaration;
  private final int expectedField;

  /** Reads what is left of the current message of {@code message}. */
  ContentsReader(MessageReader message, TensorDeclaration declaration) {
    this.message = message;
    this.declaration = declaration;
    this.expectedField = field(declaration);
  }

  Tensor read(TensorScope scope, MemoryBudget budget) {
    return declaration.dataType() == DataType.BYTES
        ? strings(new StringElements(declaration, budget))
        : dense(new DenseElements(declaration, scope, budget, message.remaining()));
  }

  private Tensor.Strings strings(StringElements elements) {
    while (message.hasMore()) {
      int tag = message.tag();
      if (isElements(tag)) {
        requireWireType(tag, MessageReader.DELIMITED);
        message.read(ByteBuffer.wrap(elements.reserve(message.length())));
      }
    }
    return elements.finish();
  }

  private Tensor.Dense dense(DenseElements elements) {
    while (message.hasMore()) {
      int tag = message.tag();
      if (!isElements(tag)) {
        continue;
      }
      if ((tag & 7) != MessageReader.DELIMITED) {
        requireWireType(tag, elementWireType());
        element(elements);
      } else if (elementWireType() == MessageReader.VARINT) {
        packedVarints(elements);
      } else {
        packedReals(elements);
      }
    }
    return elements.finish();
  }

  private void packedVarints(DenseElements elements) {
    long outer = message.enter();
    while (message.hasMore()) {
      element(elements);
    }
    message.leave(outer);
  }

  private void packedReals(DenseElements elements) {
    int length = message.length();
    int size = declaration.dataType().size();
    if (length % size != 0) {
      throw MessageReader.malformed(
          name(expectedField) + " take " + length + " bytes, no multiple of " + size);
    }
    ByteBuffer window = elements.bulk(length / size);
    int fitting = window.remaining();
    message.read(window);
    message.skipBytes(length - fitting);
  }

  private void element(DenseElements elements) {
    switch (declaration.dataType()) {
      case BOOL -> elements.flag(message.varint() != 0);
      case INT8, INT16, INT32 -> elements.whole(message.varint32());
      case INT64 -> elements.whole(message.varint());
      case UINT8, UINT16, UINT32 -> elements.whole(Integer.toUnsignedLong(message.varint32()));
      case UINT64 -> elements.unsigned64(message.varint());
      case FP32 -> elements.real32(Float.intBitsToFloat(message.fixed32()));
      case FP64 -> elements.real64(Double.longBitsToDouble(message.fixed64()));
      case FP16, BF16, BYTES ->
          throw new IllegalStateException(declaration.dataType() + " is read elsewhere");
    }
  }

  private int elementWireType() {
    return switch (declaration.dataType()) {
      case FP32 -> MessageReader.FIXED32;
      case FP64 -> MessageReader.FIXED64;
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, FP16, BF16, BYTES ->
          MessageReader.VARINT;
    };
  }

  /** Whether the tag is that of the elements; passes over fields of a later protocol. */
  private boolean isElements(int tag) {
    int field = tag >>> 3;
    if (field > FIELDS.size()) {
      message.skip(tag);
      return false;
    }
    if (field != expectedField) {
      throw new InvalidInput(
          "input '"
              + declaration.name()
              + "' of datatype "
              + declaration.dataType()
              + " takes "
              + name(expectedField)
              + ", got "
              + name(field));
    }
    return true;
  }

  private void requireWireType(int tag, int expected) {
    if ((tag & 7) != expected) {
      throw MessageReader.malformed(name(expectedField) + " of wire type " + (tag & 7));
    }
  }

  private static String name(int field) {
    return FIELDS.get(field - 1);
  }

  private static int field(TensorDeclaration declaration) {
    return switch (declaration.dataType()) {
      case BOOL -> 1;
      case INT8, INT16, INT32 -> 2;
      case INT64 -> 3;
      case UINT8, UINT16, UINT32 -> 4;
      case UINT64 -> 5;
      case FP32 -> 6;
      case FP64 -> 7;
      case BYTES -> 8;
      case FP16, BF16 ->
          throw new InvalidInput(
              "input '"
                  + declaration.name()
                  + "': "
                  + declaration.dataType()
                  + " elements travel only in raw_input_contents");
    };
  }
}
