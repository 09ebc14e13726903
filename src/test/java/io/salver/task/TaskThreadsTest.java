package io.salver.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.Overloaded;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TaskThreadsTest {

  @Test
  void more_than_may_wait_is_refused_and_what_waits_is_done_before_the_end() {
    AtomicInteger done = new AtomicInteger();
    try (TaskThreads threads = new TaskThreads(1, 1)) {
      CountDownLatch second = new CountDownLatch(1);
      CountDownLatch running = new CountDownLatch(1);
      threads.execute(
          () -> {
            running.countDown();
            await(second);
            done.incrementAndGet();
          });
      await(running);
      threads.execute(done::incrementAndGet);
      assertThatExceptionOfType(Overloaded.class)
          .isThrownBy(() -> threads.execute(done::incrementAndGet))
          .satisfies(
              refused -> assertThat(refused.reason()).isEqualTo(Overloaded.Reason.QUEUE_FULL))
          .withMessage("1 requests wait for a thread, as many as may");
      second.countDown();
    }
    assertThat(done).hasValue(2);
  }

  @Test
  void what_has_begun_goes_first_and_is_never_refused() {
    List<String> done = new CopyOnWriteArrayList<>();
    try (TaskThreads threads = new TaskThreads(1, 1)) {
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch running = new CountDownLatch(1);
      threads.execute(
          () -> {
            running.countDown();
            await(release);
          });
      await(running);
      threads.execute(() -> done.add("new"));
      threads.resume(() -> done.add("begun"));
      threads.resume(() -> done.add("begun later"));
      release.countDown();
    }
    assertThat(done).containsExactly("begun", "begun later", "new");
  }

  @Test
  void nothing_is_taken_on_after_the_end() {
    TaskThreads threads = new TaskThreads(1, 1);
    threads.close();
    assertThatExceptionOfType(Overloaded.class)
        .isThrownBy(() -> threads.execute(() -> {}))
        .satisfies(
            refused -> assertThat(refused.reason()).isEqualTo(Overloaded.Reason.SHUTTING_DOWN));
    assertThatExceptionOfType(Overloaded.class).isThrownBy(() -> threads.resume(() -> {}));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
