package io.salver.recommend.catalogue;

import java.util.Arrays;

/**
 * A picture as it came: the bytes of a PNG or JPEG file. Immutable by agreement: the array is
 * neither copied nor changed.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Image(byte[] bytes) {

  /** The most bytes that an image may have. */
  public static final int MAX_BYTES = 1 << 20;

  @Override
  public boolean equals(Object other) {
    return other instanceof Image image && Arrays.equals(bytes, image.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "an image of " + bytes.length + " bytes";
  }
}
