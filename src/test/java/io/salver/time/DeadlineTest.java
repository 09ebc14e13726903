package io.salver.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.DeadlineExceeded;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DeadlineTest {

  private final AtomicLong nanos =
      new AtomicLong(Long.MAX_VALUE - 10); // a monotonic clock may wrap
  private final Ticker ticker = nanos::get;

  @Test
  void passes_when_its_budget_is_spent() {
    Deadline deadline = Deadline.after(Duration.ofNanos(100), ticker);

    nanos.addAndGet(99);
    assertThat(deadline.passed()).isFalse();
    nanos.addAndGet(1);
    assertThat(deadline.passed()).isTrue();
    assertThatThrownBy(() -> deadline.check("the run"))
        .isInstanceOf(DeadlineExceeded.class)
        .hasMessage("deadline of 0 ms passed before the run");
  }

  @Test
  void a_budget_that_was_spent_before_counts_as_none() {
    Deadline deadline = Deadline.after(Duration.ofMillis(-9), ticker);

    assertThat(deadline.passed()).isTrue();
    assertThatThrownBy(() -> deadline.check("the run"))
        .hasMessage("deadline of 0 ms passed before the run");
  }

  @Test
  void the_earlier_of_two_counts() {
    Deadline deadline = Deadline.after(Duration.ofMillis(5), ticker);

    assertThat(deadline.atMost(Duration.ofMillis(2)).remainingNanos()).isEqualTo(2_000_000);
    assertThat(deadline.atMost(Duration.ofMillis(9))).isSameAs(deadline);
  }

  @Test
  void never_is_never() {
    assertThat(Deadline.none().passed()).isFalse();
    assertThat(Deadline.none().remainingNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
