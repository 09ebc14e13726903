package io.salver.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a key: HMAC-SHA-256 of it under a random salt and the service's pepper. A key has
 * 256 random bits, so that guessing is hopeless and a slow hash would only slow requests.
 * Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time, by matches
record KeyHash(byte[] salt, byte[] hash) {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String NAME = "hmac-sha256";
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** The hash of a key under a new salt. */
  static KeyHash of(String key, Pepper pepper, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new KeyHash(salt, hash(key, salt, pepper));
  }

  /** What {@link #text} wrote; empty when it is something else. */
  static Optional<KeyHash> parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || !parts[0].equals(NAME)) {
      return Optional.empty();
    }
    try {
      byte[] salt = HexFormat.of().parseHex(parts[1]);
      byte[] hash = HexFormat.of().parseHex(parts[2]);
      return salt.length == SALT_BYTES && hash.length == HASH_BYTES
          ? Optional.of(new KeyHash(salt, hash))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As the file of keys has it. */
  String text() {
    return NAME + ":" + HexFormat.of().formatHex(salt) + ":" + HexFormat.of().formatHex(hash);
  }

  /** Whether it is the hash of that key; takes as long whichever byte differs. */
  boolean matches(String key, Pepper pepper) {
    return MessageDigest.isEqual(hash, hash(key, salt, pepper));
  }

  private static byte[] hash(String key, byte[] salt, Pepper pepper) {
    byte[] secret = Arrays.copyOf(salt, SALT_BYTES + pepper.bytes().length);
    System.arraycopy(pepper.bytes(), 0, secret, SALT_BYTES, pepper.bytes().length);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac.doFinal(key.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
