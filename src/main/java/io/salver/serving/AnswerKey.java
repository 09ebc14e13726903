package io.salver.serving;

import io.salver.model.Signature;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The content of inputs as 32 bytes: SHA-256 over their names, datatypes, shapes and elements, in
 * the order of the signature, each of them preceded by its length, so that different inputs never
 * give the same bytes to digest. Whoever chooses the inputs still cannot find two that share a key.
 * Equality is by the bits of the elements: 0.0 and −0.0 differ. Immutable.
 */
public final class AnswerKey {

  private static final int FIXED_BYTES = 3 * Integer.BYTES + Long.BYTES;

  private final byte[] digest;

  private AnswerKey(byte[] digest) {
    this.digest = digest;
  }

  /** The key of {@code inputs}, which are those of {@code signature}, in any order. */
  public static AnswerKey of(Signature signature, Tensors inputs) {
    MessageDigest sha256 = sha256();
    for (int i = 0; i < signature.inputs().size(); i++) {
      TensorSpec spec = signature.inputs().get(i);
      add(sha256, spec.name(), inputs.get(spec.name()));
    }
    return new AnswerKey(sha256.digest());
  }

  private static void add(MessageDigest sha256, String name, Tensor tensor) {
    switch (tensor) {
      case Tensor.Dense dense -> {
        ByteBuffer elements = dense.view();
        sha256.update(head(name, tensor, elements.remaining()));
        sha256.update(elements);
      }
      case Tensor.Strings strings -> {
        sha256.update(head(name, tensor, strings.elements().size()));
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        for (byte[] element : strings.elements()) {
          sha256.update(length.putInt(0, element.length).rewind());
          sha256.update(element);
        }
      }
    }
  }

  /** What stands before the elements; {@code size} of them, or of their bytes, follow. */
  private static ByteBuffer head(String name, Tensor tensor, long size) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] type = tensor.dataType().name().getBytes(StandardCharsets.US_ASCII);
    int rank = tensor.shape().rank();
    ByteBuffer head =
        ByteBuffer.allocate(FIXED_BYTES + text.length + type.length + rank * Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(text.length)
            .put(text)
            .putInt(type.length)
            .put(type)
            .putInt(rank);
    for (int axis = 0; axis < rank; axis++) {
      head.putLong(tensor.shape().extent(axis));
    }
    return head.putLong(size).flip();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnswerKey key && Arrays.equals(digest, key.digest);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(digest).getInt();
  }
}
