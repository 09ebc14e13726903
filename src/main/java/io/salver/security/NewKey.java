package io.salver.security;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A key that was drawn just now, and its entry in the file of keys.
 *
 * @param key told once, to whoever will use it
 * @param entry what the file takes, without the key
 */
public record NewKey(ApiKey key, String entry) {

  /** What the key is for. */
  public record Purpose(
      Optional<String> name, List<Role> roles, List<String> models, Optional<Instant> expires) {}

  /** Draws one. */
  public static NewKey draw(Purpose purpose, Pepper pepper, SecureRandom random) {
    ApiKey key = ApiKey.draw(random);
    StringBuilder entry = new StringBuilder();
    entry.append("  - id: ").append(key.id()).append('\n');
    purpose.name().ifPresent(name -> line(entry, "name", quoted(name)));
    line(entry, "hash", KeyHash.of(key.text(), pepper, random).text());
    line(entry, "roles", list(purpose.roles().stream().map(Role::text).toList()));
    if (!purpose.models().isEmpty()) {
      line(entry, "models", list(purpose.models().stream().map(NewKey::quoted).toList()));
    }
    purpose.expires().ifPresent(end -> line(entry, "expires", quoted(end.toString())));
    return new NewKey(key, entry.toString());
  }

  private static void line(StringBuilder entry, String key, String value) {
    entry.append("    ").append(key).append(": ").append(value).append('\n');
  }

  private static String list(List<String> texts) {
    return texts.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
