package io.salver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every limiter does; {@link #limiters} makes those under test. */
public abstract class LimiterContract {

  protected abstract Limiters limiters();

  @Test
  void lets_in_as_many_as_can_be_worked_on_at_once() {
    Limiter limiter = limiters().create(3, 1, new ServiceTime());
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      permits.add(limiter.tryAcquire().orElseThrow());
    }
    permits.forEach(Permit::succeeded);
  }

  @Test
  void a_place_that_was_given_back_can_be_taken_again() {
    Limiter limiter = limiters().create(1, 1, new ServiceTime());
    for (int i = 0; i < 10_000; i++) {
      Permit permit = limiter.tryAcquire().orElseThrow();
      if (i % 2 == 0) {
        permit.succeeded();
      } else {
        permit.ignored();
      }
    }
  }

  @Test
  void the_limit_is_positive() {
    assertThat(limiters().create(1, 1, new ServiceTime()).limit()).isPositive();
  }
}
