package io.salver.security;

import java.nio.charset.StandardCharsets;

/**
 * A secret of the service that goes into every hash, so that the file of keys alone does not even
 * tell whether a guess is right. Immutable.
 */
public final class Pepper {

  /** No secret: the random keys need none. */
  public static final Pepper NONE = new Pepper("");

  private final byte[] bytes;

  public Pepper(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return bytes;
  }
}
