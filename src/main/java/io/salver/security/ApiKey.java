package io.salver.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A key of this service: {@code salver_<id>_<secret>}. The id finds its entry and is no secret; the
 * secret is 256 random bits. The prefix lets scanners of repositories find keys that were leaked.
 *
 * @param id letters and digits
 * @param text the whole key
 */
public record ApiKey(String id, String text) {

  /** What every key begins with. */
  public static final String PREFIX = "salver_";

  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int ID_LENGTH = 10;
  private static final int SECRET_BYTES = 32;
  private static final int SECRET_LENGTH = 43;

  /** A new one. */
  public static ApiKey draw(SecureRandom random) {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    return new ApiKey(id.toString(), PREFIX + id + "_" + text);
  }

  /** The key that this text is; empty when it is none. */
  public static Optional<ApiKey> parse(String text) {
    int end = PREFIX.length() + ID_LENGTH;
    if (text.length() != end + 1 + SECRET_LENGTH
        || !text.startsWith(PREFIX)
        || text.charAt(end) != '_') {
      return Optional.empty();
    }
    String id = text.substring(PREFIX.length(), end);
    return isId(id) ? Optional.of(new ApiKey(id, text)) : Optional.empty();
  }

  /** Whether that may be the id of a key. */
  public static boolean isId(String text) {
    return text.length() == ID_LENGTH
        && text.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0);
  }

  @Override
  public String toString() {
    return PREFIX + id + "_…";
  }
}
