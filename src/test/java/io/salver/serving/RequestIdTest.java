package io.salver.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RequestIdTest {

  @Test
  void drawn_names_differ_and_can_be_given_back() {
    Set<RequestId> drawn = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      drawn.add(RequestId.draw());
    }
    assertThat(drawn).hasSize(100_000).allMatch(id -> id.text().matches("[0-9a-f]{32}"));
    assertThat(RequestId.draw("cmpl-").text()).matches("cmpl-[0-9a-f]{32}");
  }

  @Test
  void what_can_be_none_is_refused_and_named() {
    for (String wrong : new String[] {"", " ", "a b", "größer", "line\n", "x".repeat(129)}) {
      assertThat(RequestId.isOne(wrong)).isFalse();
      assertThatThrownBy(() -> RequestId.given("X-Request-Id", wrong))
          .isInstanceOf(InvalidInput.class)
          .hasMessageStartingWith("X-Request-Id expects 1 to 128 printable characters of ASCII");
    }
    assertThat(RequestId.given("X-Request-Id", "order-17/a").text()).isEqualTo("order-17/a");
    assertThat(RequestId.isOne("x".repeat(128))).isTrue();
  }
}
