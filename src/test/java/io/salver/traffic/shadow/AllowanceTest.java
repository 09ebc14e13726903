package io.salver.traffic.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 50);

  @Test
  void oneCopyIsUnderWayAtATime() {
    Allowance allowance = new Allowance(1, nanos::get);
    assertThat(allowance.begin()).isTrue();
    assertThat(allowance.begin()).isFalse();
    allowance.end();
    assertThat(allowance.begin()).isTrue();
  }

  @Test
  void restIsAsLongAsTheShareAsks() {
    Allowance allowance = new Allowance(.1, nanos::get);
    assertThat(allowance.begin()).isTrue();
    nanos.addAndGet(100);
    allowance.end();
    nanos.addAndGet(899);
    assertThat(allowance.begin()).isFalse();
    nanos.addAndGet(2);
    assertThat(allowance.begin()).isTrue();
  }
}
