package io.salver.api.rest;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Inference-Header-Content-Length} of the binary tensor data extension: how many bytes
 * of the body are JSON. Absent: all of them; 0: none, the body is one raw tensor.
 */
record BinaryHeader(OptionalInt jsonBytes) {

  static final String NAME = "Inference-Header-Content-Length";

  /**
   * Reads the header's value.
   *
   * @throws InvalidInput when it is not a non-negative integer
   */
  static BinaryHeader parse(@Nullable String value) {
    if (value == null) {
      return new BinaryHeader(OptionalInt.empty());
    }
    try {
      int bytes = Integer.parseInt(value.trim());
      if (bytes >= 0) {
        return new BinaryHeader(OptionalInt.of(bytes));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InvalidInput(NAME + " must be a non-negative integer, got '" + value + "'");
  }

  boolean isRawTensor() {
    return jsonBytes.isPresent() && jsonBytes.getAsInt() == 0;
  }

  /** Bytes before the first binary tensor. */
  int length() {
    return jsonBytes.orElse(0);
  }

  /** The JSON at the start of {@code body}. */
  ByteBuffer json(ByteBuffer body) {
    int length = jsonBytes.orElse(body.remaining());
    if (length > body.remaining()) {
      throw new InvalidInput(
          NAME + " is " + length + ", but the body has only " + body.remaining() + " bytes");
    }
    return body.slice(0, length);
  }

  /** What follows the JSON: the binary tensors. */
  ByteBuffer blobs(ByteBuffer body) {
    int start = jsonBytes.orElse(body.remaining());
    return body.slice(start, body.remaining() - start);
  }
}
