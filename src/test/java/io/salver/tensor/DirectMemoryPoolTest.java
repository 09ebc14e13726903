package io.salver.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class DirectMemoryPoolTest {

  private static final long LIMIT = 1 << 20;
  private static final long FOR_ARRIVALS = LIMIT / 8 * 7;

  private final DirectMemoryPool pool = new DirectMemoryPool(LIMIT, LIMIT);

  @Test
  void beyond_the_limit_an_allocation_is_refused_with_what_is_held_and_when_to_come_back() {
    try (TensorScope first = pool.open();
        TensorScope second = pool.open()) {
      first.allocate(LIMIT / 2);
      second.allocate(LIMIT / 4);
      assertThatExceptionOfType(Overloaded.class)
          .isThrownBy(() -> second.allocate(LIMIT / 2))
          .withMessage(
              "the service holds 786432 of 1048576 bytes for requests under way and has no room for 524288 more")
          .satisfies(
              refusal -> {
                assertThat(refusal.reason()).isEqualTo(Overloaded.Reason.MEMORY);
                assertThat(refusal.retryAfter()).isPositive();
              });
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void a_refused_scope_keeps_what_it_has_and_goes_on_when_others_have_closed() {
    try (TensorScope mine = pool.open()) {
      ByteBuffer before = mine.allocate(8).putLong(0, 42);
      try (TensorScope others = pool.open()) {
        others.allocate(LIMIT / 2);
        assertThatExceptionOfType(Overloaded.class).isThrownBy(() -> mine.allocate(LIMIT / 2));
      }
      assertThat(mine.allocate(LIMIT / 2).capacity()).isEqualTo(LIMIT / 2);
      assertThat(before.getLong(0)).isEqualTo(42);
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void what_can_never_fit_is_too_large_because_no_retry_helps() {
    try (TensorScope scope = pool.openForArrival()) {
      assertThatExceptionOfType(TooLarge.class).isThrownBy(() -> scope.allocate(LIMIT));
    }
  }

  @Test
  void arrivals_leave_an_eighth_to_outputs_and_the_services_own_work() {
    try (TensorScope arriving = pool.openForArrival();
        TensorScope own = pool.open()) {
      arriving.allocate(LIMIT / 2);
      arriving.allocate(LIMIT / 4);
      arriving.allocate(LIMIT / 8);
      assertThat(pool.leasedBytes()).isEqualTo(FOR_ARRIVALS);
      assertThatExceptionOfType(Overloaded.class).isThrownBy(() -> arriving.allocate(1));
      own.allocate(LIMIT / 16);
      arriving.admit();
      arriving.allocate(LIMIT / 16);
      assertThatExceptionOfType(Overloaded.class).isThrownBy(() -> own.allocate(1));
    }
  }

  @Test
  void an_exchange_keeps_what_was_written_and_gives_the_former_memory_back() {
    try (TensorScope scope = pool.open()) {
      scope.allocate(256);
      ByteBuffer small = scope.allocate(1024).put(new byte[] {1, 2, 3});
      ByteBuffer large = scope.exchange(small, 4096);
      assertThat(pool.leasedBytes()).isEqualTo(256 + 4096);
      assertThat(large.position()).isEqualTo(3);
      assertThat(large.capacity()).isEqualTo(4096);
      assertThat(large.get(2)).isEqualTo((byte) 3);
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void a_refused_exchange_leaves_the_former_memory_in_place() {
    try (TensorScope scope = pool.open()) {
      ByteBuffer half = scope.allocate(LIMIT / 2).put((byte) 7);
      assertThatExceptionOfType(Overloaded.class).isThrownBy(() -> scope.exchange(half, LIMIT));
      assertThat(half.get(0)).isEqualTo((byte) 7);
      assertThat(pool.leasedBytes()).isEqualTo(LIMIT / 2);
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void reserved_heap_counts_like_direct_memory() {
    try (TensorScope scope = pool.open()) {
      scope.reserve(LIMIT - 100);
      assertThatExceptionOfType(Overloaded.class).isThrownBy(() -> scope.allocate(256));
      assertThatExceptionOfType(Overloaded.class).isThrownBy(() -> scope.reserve(101));
      scope.reserve(100);
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void memory_is_used_again() {
    try (TensorScope scope = pool.open()) {
      scope.allocate(1000);
    }
    assertThat(pool.retainedBytes()).isEqualTo(1024);
    try (TensorScope scope = pool.open()) {
      scope.allocate(600);
      assertThat(pool.retainedBytes()).isZero();
    }
  }

  /** Sizes are exponents; each step opens and fills a scope or, when refused, closes the oldest. */
  @Property(seed = "1")
  void whatever_is_opened_and_closed_the_sum_is_exact_and_never_over_the_limit(
      @ForAll @Size(max = 60) List<@IntRange(max = 21) Integer> exponents) {
    Deque<TensorScope> open = new ArrayDeque<>();
    for (int exponent : exponents) {
      TensorScope scope = exponent % 2 == 0 ? pool.open() : pool.openForArrival();
      open.add(scope);
      long before = pool.leasedBytes();
      try {
        scope.allocate(1L << exponent);
        assertThat(pool.leasedBytes()).isEqualTo(before + Math.max(256, 1L << exponent));
      } catch (Overloaded | TooLarge refused) {
        assertThat(pool.leasedBytes()).isEqualTo(before);
        open.remove().close();
      }
      assertThat(pool.leasedBytes()).isBetween(0L, LIMIT);
      assertThat(pool.retainedBytes()).isBetween(0L, LIMIT);
    }
    open.forEach(TensorScope::close);
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void many_threads_never_pass_the_limit_and_leave_nothing_behind() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        runs.add(threads.submit(this::openAndClose));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  private void openAndClose() {
    for (int i = 0; i < 2_000; i++) {
      try (TensorScope scope = pool.openForArrival()) {
        scope.allocate(LIMIT / 4);
        scope.allocate(LIMIT / 8);
        assertThat(pool.leasedBytes()).isLessThanOrEqualTo(FOR_ARRIVALS);
      } catch (Overloaded full) {
        assertThat(full.reason()).isEqualTo(Overloaded.Reason.MEMORY);
      }
    }
  }
}
