package io.salver.security;

import io.salver.fault.Fault;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * What a file of keys says:
 *
 * <pre>
 * keys:
 *   - id: 7k3m9q2x4w
 *     name: shop                # default: the id
 *     hash: hmac-sha256:…:…
 *     roles: [infer]
 *     models: [fashion-*]       # default: all
 *     rate: {per-second: 200, burst: 400}
 *     expires: 2027-01-01T00:00:00Z
 * certificates:
 *   - subject: CN=shop,O=Example
 *     roles: [infer]
 * </pre>
 *
 * <p>Stateless.
 */
public final class KeyFile {

  private static final Set<String> TOP = Set.of("keys", "certificates");
  private static final Set<String> KEY =
      Set.of("id", "name", "hash", "roles", "models", "rate", "expires");
  private static final Set<String> CERTIFICATE =
      Set.of("subject", "name", "roles", "models", "rate");
  private static final Set<String> RATE = Set.of("per-second", "burst");
  private static final double MOST_PER_SECOND = 1e6;

  private KeyFile() {}

  /**
   * The keys that a document names.
   *
   * @throws io.salver.fault.Fault that of {@code origin}, when something in it is wrong
   */
  public static KeyRing read(Origin origin, Map<?, ?> document) {
    Section top = Section.of(origin, "", document, TOP);
    Set<String> ids = new HashSet<>();
    List<KeyEntry> keys =
        top.list("keys", KEY).stream()
            .map(
                section -> {
                  KeyEntry entry = key(origin, section);
                  if (!ids.add(entry.id())) {
                    throw hidden(origin, "the id '" + entry.id() + "' is that of two keys");
                  }
                  return entry;
                })
            .toList();
    Map<X500Principal, Principal> certificates = new LinkedHashMap<>();
    for (Section section : top.list("certificates", CERTIFICATE)) {
      X500Principal subject = subject(section);
      if (certificates.put(subject, principal(section, subject.getName())) != null) {
        throw section.wrong("subject", "the subject of no other certificate");
      }
    }
    return new KeyRing(keys, certificates);
  }

  private static KeyEntry key(Origin origin, Section section) {
    String id = section.requiredText("id");
    if (!ApiKey.isId(id)) {
      throw hidden(origin, "an id is none that 'salver key create' writes");
    }
    KeyHash hash =
        KeyHash.parse(section.requiredText("hash"))
            .orElseThrow(
                () ->
                    hidden(
                        origin,
                        "the hash of the key '"
                            + id
                            + "' is none that 'salver key create' writes"));
    return new KeyEntry(id, hash, principal(section, id), expires(section));
  }

  /** A fault that does not quote what stands there: somebody may have written the key itself. */
  private static Fault hidden(Origin origin, String message) {
    return origin.fault().apply(origin.prefix() + message);
  }

  private static X500Principal subject(Section section) {
    try {
      return new X500Principal(section.requiredText("subject"));
    } catch (IllegalArgumentException e) {
      throw section.wrong("subject", "a distinguished name such as CN=shop,O=Example");
    }
  }

  private static Principal principal(Section section, String otherwise) {
    return new Principal(
        section.text("name").orElse(otherwise), role(section), models(section), rate(section));
  }

  private static Role role(Section section) {
    return texts(section, "roles").stream()
        .map(
            text ->
                Arrays.stream(Role.values())
                    .filter(role -> role.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> section.wrong("roles", "some of " + names())))
        .max(Comparator.naturalOrder())
        .orElseThrow(() -> section.wrong("roles", "some of " + names()));
  }

  private static ModelPatterns models(Section section) {
    return section.has("models") ? ModelPatterns.of(texts(section, "models")) : ModelPatterns.ALL;
  }

  private static List<String> texts(Section section, String key) {
    return section.values(key).stream()
        .map(
            value -> {
              if (value instanceof String text && !text.isBlank()) {
                return text;
              }
              throw section.wrong(key, "a list of texts");
            })
        .toList();
  }

  private static Optional<Rate> rate(Section section) {
    if (!section.has("rate")) {
      return Optional.empty();
    }
    Section rate = section.section("rate", RATE);
    OptionalDouble perSecond = rate.number("per-second", 1e-3, MOST_PER_SECOND);
    double number =
        perSecond.orElseThrow(() -> rate.wrong("per-second", "a number of requests a second"));
    long burst = rate.whole("burst", 1, Integer.MAX_VALUE, Math.max(1, Math.round(number)));
    return Optional.of(new Rate(number, (int) burst));
  }

  private static Optional<Instant> expires(Section section) {
    return section
        .text("expires")
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException e) {
                throw section.wrong("expires", "a time such as 2027-01-01T00:00:00Z");
              }
            });
  }

  private static String names() {
    return Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(", "));
  }
}
