package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Writes the elements of a tensor as JSON values, flat. */
final class JsonElementWriter {

  private JsonElementWriter() {}

  /**
   * Writes them.
   *
   * @throws InvalidInput when JSON has no form for them: FP16, BF16, and byte strings that are no
   *     text
   */
  static void write(JsonGenerator json, String name, Tensor tensor) throws IOException {
    switch (tensor) {
      case Tensor.Dense dense -> write(json, name, dense.dataType(), dense.view());
      case Tensor.Strings strings -> {
        for (byte[] element : strings.elements()) {
          json.writeString(text(name, element));
        }
      }
    }
  }

  private static void write(JsonGenerator json, String name, DataType type, ByteBuffer data)
      throws IOException {
    while (data.hasRemaining()) {
      switch (type) {
        case BOOL -> json.writeBoolean(data.get() != 0);
        case UINT8 -> json.writeNumber(Byte.toUnsignedInt(data.get()));
        case UINT16 -> json.writeNumber(Short.toUnsignedInt(data.getShort()));
        case UINT32 -> json.writeNumber(Integer.toUnsignedLong(data.getInt()));
        case UINT64 -> writeUnsigned(json, data.getLong());
        case INT8 -> json.writeNumber((int) data.get());
        case INT16 -> json.writeNumber((int) data.getShort());
        case INT32 -> json.writeNumber(data.getInt());
        case INT64 -> json.writeNumber(data.getLong());
        case FP32 -> json.writeNumber(data.getFloat());
        case FP64 -> json.writeNumber(data.getDouble());
        case FP16, BF16, BYTES -> throw binaryOnly(name, type + " elements travel only as binary");
      }
    }
  }

  private static void writeUnsigned(JsonGenerator json, long bits) throws IOException {
    if (bits >= 0) {
      json.writeNumber(bits);
    } else {
      json.writeNumber(new BigInteger(Long.toUnsignedString(bits)));
    }
  }

  private static String text(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw binaryOnly(name, "its bytes are not UTF-8");
    }
  }

  private static InvalidInput binaryOnly(String name, String reason) {
    return new InvalidInput(
        "output '" + name + "': " + reason + "; ask for it with the parameter binary_data: true");
  }
}
