package io.salver.serving;

import static io.salver.testkit.TensorValues.floats;
import static io.salver.testkit.TensorValues.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.Overloaded;
import io.salver.model.ModelSpec.Caching;
import io.salver.model.Signature;
import io.salver.serving.AnswerCache.Statistics;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.PlainTensors;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What every cache of answers keeps. */
public abstract class AnswerCacheContract {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Signature NUMBER =
      new Signature(List.of(new TensorSpec("x", DataType.FP32, Shape.of(1))), List.of());

  private final AtomicLong now = new AtomicLong();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  /** An empty cache. */
  protected abstract AnswerCache open(Caching bounds, Ticker ticker);

  @Property(seed = "1")
  void the_answer_found_is_the_answer_computed(@ForAll("tensors") PlainTensors answer) {
    AnswerCache cache = open();
    AnswerKey key = key(1);
    try (TensorScope run = pool.open()) {
      cache.keep(key, answer.in(run));
    }
    try (TensorScope scope = pool.open()) {
      Tensors found = cache.find(key, scope).orElseThrow();
      assertThat(PlainTensors.of(found)).isEqualTo(answer);
      assertThat(found.names()).isEqualTo(answer.in(scope).names());
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @Provide
  Arbitrary<PlainTensors> tensors() {
    return PlainTensors.any();
  }

  @Test
  void what_was_not_kept_is_not_found() {
    AnswerCache cache = open();
    keep(cache, 1, 10);
    assertThat(find(cache, 2)).isEmpty();
    assertThat(find(cache, 1)).contains(10f);
    Statistics counts = cache.statistics();
    assertThat(counts.hits()).isEqualTo(1);
    assertThat(counts.misses()).isEqualTo(1);
    assertThat(counts.entries()).isEqualTo(1);
    assertThat(counts.bytes()).isPositive();
  }

  @Test
  void a_later_answer_takes_the_place_of_an_older_one() {
    AnswerCache cache = open();
    keep(cache, 1, 10);
    keep(cache, 1, 11);
    assertThat(find(cache, 1)).contains(11f);
    assertThat(cache.statistics().entries()).isEqualTo(1);
  }

  @Test
  void what_a_caller_does_to_its_copy_changes_no_other() {
    AnswerCache cache = open();
    byte[] text = {'a'};
    try (TensorScope scope = pool.open()) {
      Tensor.Dense number = floats(scope, Shape.of(1), 5);
      Tensor.Strings word = new Tensor.Strings(Shape.of(1), List.of(text));
      cache.keep(key(1), Tensors.builder().put("n", number).put("w", word).build());
      number.view().putFloat(6);
      text[0] = 'b';
      Tensors first = cache.find(key(1), scope).orElseThrow();
      assertThat(floats(first.get("n"))).containsExactly(5);
      assertThat(strings(first.get("w"))).containsExactly("a");
      first.dense("n").view().putFloat(7);
      ((Tensor.Strings) first.get("w")).elements().getFirst()[0] = 'c';
      Tensors second = cache.find(key(1), scope).orElseThrow();
      assertThat(floats(second.get("n"))).containsExactly(5);
      assertThat(strings(second.get("w"))).containsExactly("a");
    }
  }

  @Test
  void an_answer_is_good_for_its_time_from_when_it_was_computed() {
    AnswerCache cache = open();
    keep(cache, 1, 10);
    now.addAndGet(MINUTE.toNanos() - 1);
    assertThat(find(cache, 1)).contains(10f);
    now.addAndGet(1);
    assertThat(find(cache, 1)).isEmpty();
    assertThat(cache.statistics().entries()).isZero();
    assertThat(cache.statistics().evictions()).isEqualTo(1);
  }

  @Test
  void it_never_holds_more_bytes_than_its_bound() {
    long bound = 100_000;
    AnswerCache small = open(new Caching(bound, MINUTE), now::get);
    try (TensorScope scope = pool.open()) {
      Tensors answer = Tensors.of("y", scope.allocate(DataType.INT8, Shape.of(1000)));
      for (int i = 0; i < 1000; i++) {
        small.keep(key(i), answer);
        assertThat(small.statistics().bytes()).isBetween(1L, bound);
      }
    }
    Statistics counts = small.statistics();
    assertThat(counts.entries()).isBetween(50L, 100L);
    assertThat(counts.evictions()).isEqualTo(1000 - counts.entries());
  }

  @Test
  void an_answer_over_the_bound_is_not_kept_and_drives_no_other_out() {
    AnswerCache small = open(new Caching(10_000, MINUTE), now::get);
    try (TensorScope scope = pool.open()) {
      small.keep(key(1), Tensors.of("y", scope.allocate(DataType.INT8, Shape.of(1000))));
      small.keep(key(2), Tensors.of("y", scope.allocate(DataType.INT8, Shape.of(10_000))));
      assertThat(small.find(key(2), scope)).isEmpty();
      assertThat(small.find(key(1), scope)).isPresent();
    }
  }

  @Test
  void without_memory_for_the_copy_the_request_is_refused() {
    AnswerCache cache = open();
    keep(cache, 1, 10);
    DirectMemoryPool full = new DirectMemoryPool(256, 0);
    try (TensorScope others = full.open();
        TensorScope scope = full.open()) {
      others.allocate(256);
      assertThatExceptionOfType(Overloaded.class).isThrownBy(() -> cache.find(key(1), scope));
    }
  }

  @Test
  void a_closed_cache_holds_nothing_and_still_tells_what_it_counted() {
    AnswerCache cache = open();
    keep(cache, 1, 10);
    assertThat(find(cache, 1)).contains(10f);
    cache.close();
    assertThat(cache.statistics()).isEqualTo(new Statistics(1, 0, 0, 0, 0));
  }

  @Test
  void many_threads_find_what_belongs_to_their_key() throws Exception {
    AnswerCache small = open(new Caching(20_000, MINUTE), now::get);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(threads.submit(() -> findOrKeep(small)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
    Statistics counts = small.statistics();
    assertThat(counts.hits() + counts.misses()).isEqualTo(4 * 5_000);
    assertThat(pool.leasedBytes()).isZero();
  }

  private void findOrKeep(AnswerCache cache) {
    for (int i = 0; i < 5_000; i++) {
      int input = i * 31 % 100;
      try (TensorScope scope = pool.open()) {
        Optional<Tensors> found = cache.find(key(input), scope);
        if (found.isPresent()) {
          assertThat(floats(found.get().get("y"))).containsExactly(input);
        } else {
          cache.keep(key(input), Tensors.of("y", floats(scope, Shape.of(1), input)));
        }
      }
    }
  }

  private AnswerCache open() {
    return open(new Caching(1 << 20, MINUTE), now::get);
  }

  private AnswerKey key(float input) {
    try (TensorScope scope = pool.open()) {
      return AnswerKey.of(NUMBER, Tensors.of("x", floats(scope, Shape.of(1), input)));
    }
  }

  private void keep(AnswerCache cache, float input, float answer) {
    try (TensorScope scope = pool.open()) {
      cache.keep(key(input), Tensors.of("y", floats(scope, Shape.of(1), answer)));
    }
  }

  private Optional<Float> find(AnswerCache cache, float input) {
    try (TensorScope scope = pool.open()) {
      return cache.find(key(input), scope).map(answer -> floats(answer.get("y"))[0]);
    }
  }
}
