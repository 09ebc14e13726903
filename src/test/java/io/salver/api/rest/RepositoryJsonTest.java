package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RepositoryJsonTest {

  @Test
  void an_empty_body_asks_for_nothing() {
    assertThat(RepositoryJson.readyOnly(Buffer.buffer())).isFalse();
    assertThat(RepositoryJson.parameters(Buffer.buffer("{}")).has("unload_dependents")).isFalse();
  }

  @Test
  void what_a_body_says_is_read() {
    assertThat(RepositoryJson.readyOnly(Buffer.buffer("{\"ready\":true}"))).isTrue();
    assertThat(
            RepositoryJson.parameters(
                    Buffer.buffer("{\"parameters\":{\"unload_dependents\":true}}"))
                .flag("unload_dependents"))
        .contains(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{\"redy\":true}", "{\"ready\":1}", "{\"ready\":true} x", "{", "nothing"})
  void what_is_no_index_request_is_refused(String body) {
    assertThatThrownBy(() -> RepositoryJson.readyOnly(Buffer.buffer(body)))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void the_index_has_a_reason_for_each() {
    assertThat(
            RepositoryJson.index(
                    List.of(
                        new VersionStatus("a", 1, State.READY, Optional.empty()),
                        new VersionStatus("b", 2, State.UNAVAILABLE, Optional.of("no file"))))
                .encode())
        .isEqualTo(
            ("[{'name':'a','version':'1','state':'READY','reason':''},"
                    + "{'name':'b','version':'2','state':'UNAVAILABLE','reason':'no file'}]")
                .replace('\'', '"'));
  }
}
