package io.salver.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyFileTest {

  private static final String HASH = "hmac-sha256:" + "0".repeat(32) + ":" + "0".repeat(64);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roles: [infer], colour: red | unknown key 'keys[0].colour'",
        "roles: [root] | keys[0].roles must be some of infer, operate, admin",
        "roles: [] | keys[0].roles must be some of infer, operate, admin",
        "models: [a] | keys[0].roles is missing",
        "roles: [infer], rate: {burst: 3} | keys[0].rate.per-second is missing",
        "roles: [infer], rate: {per-second: 0} | keys[0].rate.per-second must be a number from",
        "roles: [infer], expires: soon | keys[0].expires must be a time",
        "roles: [infer], models: [3] | keys[0].models must be a list of texts",
      })
  void what_is_wrong_is_named(String rest, String problem) {
    assertThatThrownBy(
            () -> Entries.read("keys: [{id: abcdefghij, hash: '" + HASH + "', " + rest + "}]"))
        .isInstanceOf(BackendFailure.class)
        .hasMessageStartingWith("keys.yaml: ")
        .hasMessageContaining(problem);
  }

  @Test
  void two_keys_do_not_share_an_id() {
    String entry = "{id: abcdefghij, hash: '" + HASH + "', roles: [infer]}";
    assertThatThrownBy(() -> Entries.read("keys: [" + entry + ", " + entry + "]"))
        .hasMessageContaining("'abcdefghij' is that of two keys");
  }

  @Test
  void a_key_that_was_written_where_its_hash_belongs_is_not_quoted() {
    String key = "salver_abcdefghij_secretsecretsecret";
    assertThatThrownBy(
            () -> Entries.read("keys: [{id: abcdefghij, hash: " + key + ", roles: [infer]}]"))
        .message()
        .doesNotContain("secretsecret");
    assertThatThrownBy(
            () -> Entries.read("keys: [{id: " + key + ", hash: '" + HASH + "', roles: [infer]}]"))
        .message()
        .doesNotContain("secretsecret");
  }
}
