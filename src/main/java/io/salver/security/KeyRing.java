package io.salver.security;

import io.salver.fault.Unauthenticated;
import io.salver.fault.Unauthenticated.Reason;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * The keys and the certificates that the service knows, as one reading of their file had them.
 * Immutable.
 */
public final class KeyRing {

  /** Knows nobody. */
  public static final KeyRing EMPTY = new KeyRing(List.of(), Map.of());

  /** Hashed where there is no key of an id, so that the time does not tell which ids there are. */
  private static final KeyHash NOBODY = KeyHash.of("nobody", Pepper.NONE, new SecureRandom());

  private final Map<String, KeyEntry> keys;
  private final Map<X500Principal, Principal> certificates;

  KeyRing(List<KeyEntry> keys, Map<X500Principal, Principal> certificates) {
    this.keys =
        keys.stream().collect(Collectors.toUnmodifiableMap(KeyEntry::id, Function.identity()));
    this.certificates = Map.copyOf(certificates);
  }

  /** How many keys and certificates there are. */
  public int size() {
    return keys.size() + certificates.size();
  }

  /**
   * Whose key that is.
   *
   * @throws Unauthenticated when it is nobody's, or not good any more
   */
  Principal ofKey(String text, Pepper pepper, InstantSource clock) {
    Optional<ApiKey> key = ApiKey.parse(text);
    Optional<KeyEntry> found = key.flatMap(known -> Optional.ofNullable(keys.get(known.id())));
    boolean matches = found.map(KeyEntry::hash).orElse(NOBODY).matches(text, pepper);
    if (found.isEmpty() || !matches) {
      throw new Unauthenticated(Reason.WRONG, "the key is not known");
    }
    KeyEntry entry = found.get();
    if (entry.expires().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
      throw new Unauthenticated(Reason.EXPIRED, "the key has expired");
    }
    return entry.principal();
  }

  /**
   * Whose certificate that is.
   *
   * @throws Unauthenticated when it is nobody's
   */
  Principal ofCertificate(String subject) {
    Principal principal = certificates.get(new X500Principal(subject));
    if (principal == null) {
      throw new Unauthenticated(Reason.WRONG, "the subject of the certificate is not known");
    }
    return principal;
  }
}
