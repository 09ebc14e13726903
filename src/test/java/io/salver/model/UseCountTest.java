package io.salver.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class UseCountTest {

  private final UseCount uses = new UseCount();

  @Test
  void closing_an_idle_resource_frees_it() {
    assertThat(uses.enter()).isTrue();
    assertThat(uses.leave()).isFalse();
    assertThat(uses.close()).isTrue();
    assertThat(uses.enter()).isFalse();
  }

  @Test
  void closing_a_resource_in_use_lets_the_last_user_free_it() {
    assertThat(uses.enter()).isTrue();
    assertThat(uses.enter()).isTrue();
    assertThat(uses.close()).isFalse();
    assertThat(uses.enter()).isFalse();
    assertThat(uses.leave()).isFalse();
    assertThat(uses.leave()).isTrue();
  }

  @Test
  void closing_again_frees_nothing() {
    assertThat(uses.close()).isTrue();
    assertThat(uses.close()).isFalse();
  }

  @Test
  void however_users_and_closers_race_it_is_freed_once_and_never_in_use() throws Exception {
    for (int round = 0; round < 200; round++) {
      Race race = new Race();
      try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
        List<Future<?>> runs = new ArrayList<>();
        for (Callable<Void> run : List.of(race.user(), race.user(), race.closer(), race.closer())) {
          runs.add(pool.submit(run));
        }
        for (Future<?> run : runs) {
          run.get();
        }
      }
      assertThat(race.freed).hasValue(1);
    }
  }

  private static final class Race {

    private final UseCount uses = new UseCount();
    private final CyclicBarrier start = new CyclicBarrier(4);
    private final AtomicInteger freed = new AtomicInteger();

    Callable<Void> user() {
      return () -> {
        start.await();
        for (int i = 0; i < 50 && uses.enter(); i++) {
          assertThat(freed).hasValue(0);
          freeIf(uses.leave());
        }
        return null;
      };
    }

    Callable<Void> closer() {
      return () -> {
        start.await();
        freeIf(uses.close());
        return null;
      };
    }

    private void freeIf(boolean mine) {
      if (mine) {
        freed.incrementAndGet();
      }
    }
  }
}
