package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.recommend.Degradation.Reason;
import io.salver.recommend.Stage;
import io.salver.time.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StageBreakerTest {

  private final AtomicLong now = new AtomicLong();
  private final StageBreaker breaker = new StageBreaker(now::get);

  @Test
  void some_failures_in_a_row_open_it() {
    for (int i = 1; i < StageBreaker.FAILURES; i++) {
      breaker.failed(Reason.FAILED);
    }
    assertThat(breaker.refusal()).isEmpty();
    breaker.failed(Reason.SLOW);
    assertThat(breaker.refusal()).contains(Reason.SLOW);
  }

  @Test
  void a_success_between_starts_the_count_again() {
    for (int i = 0; i < 10 * StageBreaker.FAILURES; i++) {
      breaker.failed(Reason.FAILED);
      if (i % 4 == 3) {
        breaker.succeeded();
      }
      assertThat(breaker.refusal()).isEmpty();
    }
  }

  @Test
  void after_a_pause_one_request_tries() {
    open();
    now.addAndGet(StageBreaker.PAUSE.toNanos());
    assertThat(breaker.refusal()).isEmpty();
    assertThat(breaker.refusal()).contains(Reason.GONE);
    breaker.succeeded();
    assertThat(breaker.refusal()).isEmpty();
  }

  @Test
  void a_try_that_fails_opens_it_for_another_pause() {
    open();
    now.addAndGet(StageBreaker.PAUSE.toNanos());
    assertThat(breaker.refusal()).isEmpty();
    breaker.failed(Reason.GONE);
    now.addAndGet(StageBreaker.PAUSE.toNanos() - 1);
    assertThat(breaker.refusal()).contains(Reason.GONE);
    now.addAndGet(1);
    assertThat(breaker.refusal()).isEmpty();
  }

  @Test
  void a_stage_gets_its_budget_but_leaves_a_part_of_the_time_to_those_behind_it() {
    StageBudgets budgets = new StageBudgets(Map.of(Stage.RANK, Duration.ofMillis(60)));
    Deadline second = Deadline.after(Duration.ofSeconds(1), now::get);
    assertThat(budgets.of(Stage.RANK, second).remainingNanos()).isEqualTo(60_000_000);
    assertThat(budgets.of(Stage.EMBED, second).remainingNanos()).isEqualTo(500_000_000);
    Deadline soon = Deadline.after(Duration.ofMillis(10), now::get);
    assertThat(budgets.of(Stage.RANK, soon).remainingNanos()).isEqualTo(8_000_000);
    assertThat(StageBudgets.RELATIVE.of(Stage.RANK, Deadline.none()).remainingNanos())
        .isEqualTo(Long.MAX_VALUE);
  }

  private void open() {
    for (int i = 0; i < StageBreaker.FAILURES; i++) {
      breaker.failed(Reason.GONE);
    }
  }
}
