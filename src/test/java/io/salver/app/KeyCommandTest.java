package io.salver.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyCommandTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void the_key_goes_to_people_and_its_entry_to_the_file() {
    assertThat(run("create --roles infer,operate --name shop --models a*,b --days 30")).isZero();
    assertThat(text(err)).containsPattern("salver_[a-z2-9]{10}_[A-Za-z0-9_-]{43}\n");
    assertThat(text(out))
        .doesNotContain("salver_")
        .matches(
            """
              - id: [a-z2-9]{10}
                name: "shop"
                hash: hmac-sha256:[0-9a-f]{32}:[0-9a-f]{64}
                roles: \\[infer, operate]
                models: \\["a\\*", "b"]
                expires: "2026-01-31T00:00:00Z"
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "delete",
        "create",
        "create --roles",
        "create --roles root",
        "create --roles infer --days soon",
        "create --roles infer --expires soon",
        "create --roles infer --colour red",
      })
  void what_is_wrong_is_told_with_the_usage(String words) {
    assertThat(run(words)).isEqualTo(2);
    assertThat(text(err)).startsWith("salver: ").contains("usage: salver key create");
    assertThat(text(out)).isEmpty();
  }

  private int run(String words) {
    return new KeyCommand(
            Map.of("SALVER_SECURITY_PEPPER", "pepper"),
            () -> NOW,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(words.isEmpty() ? List.of() : List.of(words.split(" ", -1)));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
