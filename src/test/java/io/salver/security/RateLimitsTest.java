package io.salver.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.RateLimited;
import io.salver.monitor.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {

  private final FakeTime time = new FakeTime();
  private final RateLimits limits = new RateLimits(1000, time);

  @Test
  void the_long_run_has_the_rate_and_a_pause_gives_a_burst() {
    Rate rate = new Rate(10, 5);
    int taken = 0;
    for (int millisecond = 0; millisecond < 10_000; millisecond++) {
      taken += takes("client", rate) ? 1 : 0;
      time.pass(Duration.ofMillis(1));
    }
    assertThat(taken).isBetween(104, 105);
    time.pass(Duration.ofSeconds(60));
    for (int i = 0; i < 5; i++) {
      assertThat(takes("client", rate)).isTrue();
    }
    assertThat(takes("client", rate)).isFalse();
  }

  @Test
  void clients_do_not_share_a_bucket() {
    Rate rate = new Rate(1, 1);
    limits.take("a", rate);
    limits.take("b", rate);
    assertThatThrownBy(() -> limits.take("a", rate)).isInstanceOf(RateLimited.class);
  }

  @Test
  void many_clients_are_forgotten_and_those_that_ask_most_are_not() {
    Rate rate = new Rate(1, 100);
    for (int i = 0; i < 100; i++) {
      limits.take("greedy", rate);
    }
    for (int client = 0; client < 100_000; client++) {
      limits.take("client " + client, rate);
    }
    assertThat(limits.size()).isLessThanOrEqualTo(1001);
    assertThatThrownBy(() -> limits.take("greedy", rate)).isInstanceOf(RateLimited.class);
  }

  private boolean takes(String client, Rate rate) {
    try {
      limits.take(client, rate);
      return true;
    } catch (RateLimited refused) {
      return false;
    }
  }
}
