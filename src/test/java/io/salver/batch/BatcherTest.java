package io.salver.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.model.Model;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec.Join;
import io.salver.model.Signature;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class BatcherTest {

  private static final ModelId ID = new ModelId("m", 1);
  private static final float POISON = 666;

  private final List<RunReport> reports = Collections.synchronizedList(new ArrayList<>());

  /** Batched equals single, to the bit here: this model treats every row alike. */
  @Property(tries = 60)
  void every_request_ends_once_and_answers_equal_those_of_single_runs(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 3) int instances,
      @ForAll Join join,
      @ForAll @IntRange(min = 1, max = 12) int maxRows) {
    try (Works works = new Works()) {
      BatchPolicy policy = new BatchPolicy(instances, maxRows, Duration.ofMillis(1), 1000, join);
      List<Work> submitted = new ArrayList<>();
      List<StopSignal> cancelled = new ArrayList<>();
      try (Batcher batcher = batcher(new RowModel(), policy, works, Ticker.SYSTEM)) {
        batcher.start();
        for (int i = 0; i < 40; i++) {
          StopSignal stop = StopSignal.create();
          Work work = random(works.stop(stop).priority(1 + random.nextInt(9)), random);
          submitted.add(work);
          batcher.submit(work);
          if (random.nextInt(5) == 0) {
            cancelled.add(stop);
            stop.raise(new Cancelled("gone"));
          }
        }
        submitted.forEach(work -> requireRightEnd(work, cancelled));
      }
      assertThat(submitted).allMatch(work -> Works.owner(work).ends() == 1);
      works.giveBack();
      assertThat(works.pool.leasedBytes()).isZero();
    }
  }

  @Test
  void a_request_that_fails_does_not_fail_those_it_was_joined_with() {
    try (Works works = new Works()) {
      Batcher batcher = batcher(new RowModel(), policy(1, 8, Join.ALWAYS), works, Ticker.SYSTEM);
      Work good = works.rows(1, 1);
      Work bad = works.rows(1, POISON);
      Work alsoGood = works.rows(1, 2, 3);
      List.of(good, bad, alsoGood).forEach(batcher::submit);
      batcher.start();
      assertThat(values(good)).containsExactly(2);
      assertThat(values(alsoGood)).containsExactly(4, 6);
      assertThat(Works.owner(bad).failure()).isInstanceOf(InvalidInput.class);
      batcher.close();
    }
  }

  @Test
  void an_output_that_is_no_batch_is_never_split() {
    Model summing = new RowModel("sum");
    try (Works works = new Works()) {
      Batcher batcher = batcher(summing, policy(1, 8, Join.ALWAYS), works, Ticker.SYSTEM);
      Work one = works.rows(1, 1, 2);
      Work other = works.rows(1, 3, 4);
      List.of(one, other).forEach(batcher::submit);
      batcher.start();
      assertThat(values(one)).containsExactly(3);
      assertThat(values(other)).containsExactly(7);
      batcher.close();
    }
  }

  @Test
  void joined_requests_are_one_run_and_are_told_so() {
    try (Works works = new Works()) {
      Batcher batcher = batcher(new RowModel(), policy(1, 8, Join.ALWAYS), works, Ticker.SYSTEM);
      Work one = works.rows(1, 1);
      Work two = works.rows(1, 2, 3);
      List.of(one, two).forEach(batcher::submit);
      batcher.start();
      values(one);
      values(two);
      assertThat(reports).extracting(RunReport::rows).containsExactly(3L);
      assertThat(reports).extracting(RunReport::requests).containsExactly(2);
      batcher.close();
    }
  }

  @Test
  void waiting_work_ends_at_once_when_its_caller_goes() {
    try (Works works = new Works()) {
      Batcher batcher = batcher(new RowModel(), policy(1, 8, Join.NEVER), works, Ticker.SYSTEM);
      StopSignal stop = StopSignal.create();
      Work work = works.stop(stop).rows(1, 1);
      batcher.submit(work);
      stop.raise(new Cancelled("gone"));
      assertThat(Works.owner(work).failure()).isInstanceOf(Cancelled.class).hasMessage("gone");
      assertThat(batcher.isIdle()).isTrue();
    }
  }

  @Test
  void work_that_is_late_ends_without_a_run_of_its_own() {
    AtomicLong nanos = new AtomicLong();
    try (Works works = new Works()) {
      Batcher batcher = batcher(new RowModel(), policy(1, 8, Join.NEVER), works, nanos::get);
      Work work = works.deadline(Deadline.after(Duration.ofNanos(5), nanos::get)).rows(1, 1);
      batcher.submit(work);
      batcher.sweep();
      assertThat(Works.owner(work).isEnded()).isFalse();
      nanos.set(6);
      batcher.sweep();
      assertThat(Works.owner(work).failure())
          .isInstanceOf(DeadlineExceeded.class)
          .hasMessage("late while WAITING");
      assertThat(reports).isEmpty();
    }
  }

  @Test
  void a_run_is_stopped_at_its_deadline() {
    AtomicLong nanos = new AtomicLong();
    EndlessModel endless = new EndlessModel();
    try (Works works = new Works()) {
      Batcher batcher = batcher(endless, policy(1, 8, Join.NEVER), works, nanos::get);
      Work work = works.deadline(Deadline.after(Duration.ofNanos(5), nanos::get)).rows(1, 1);
      batcher.start();
      batcher.submit(work);
      endless.awaitStart();
      batcher.sweep();
      assertThat(Works.owner(work).isEnded()).isFalse();
      nanos.set(6);
      batcher.sweep();
      assertThat(Works.owner(work).failure())
          .isInstanceOf(DeadlineExceeded.class)
          .hasMessage("late while RUNNING");
      batcher.close();
    }
  }

  @Test
  void a_joined_run_is_stopped_only_when_the_last_of_its_callers_is_gone() {
    EndlessModel endless = new EndlessModel();
    StopSignal first = StopSignal.create();
    StopSignal second = StopSignal.create();
    try (Works works = new Works()) {
      Batcher batcher = batcher(endless, policy(1, 8, Join.ALWAYS), works, Ticker.SYSTEM);
      Work one = works.stop(first).rows(1, 1);
      Work other = works.stop(second).rows(1, 2);
      batcher.submit(one);
      batcher.submit(other);
      batcher.start();
      endless.awaitStart();
      first.raise(new Cancelled("first"));
      assertThat(endless.isStopped()).isFalse();
      second.raise(new Cancelled("second"));
      assertThat(Works.owner(one).failure()).hasMessage("first");
      assertThat(Works.owner(other).failure()).hasMessage("second");
      batcher.close();
    }
  }

  @Test
  void the_watch_finds_late_work_by_itself() {
    EndlessModel endless = new EndlessModel();
    try (Works works = new Works();
        DeadlineWatch watch = new DeadlineWatch(Duration.ofMillis(1))) {
      Batcher batcher = batcher(endless, policy(1, 8, Join.NEVER), works, Ticker.SYSTEM);
      watch.add(batcher);
      batcher.start();
      for (int i = 0; i < 3; i++) {
        Work work = works.deadline(Deadline.after(Duration.ofMillis(3), Ticker.SYSTEM)).rows(1, 1);
        batcher.submit(work);
        watch.wake();
        assertThat(Works.owner(work).failure()).isInstanceOf(DeadlineExceeded.class);
      }
      watch.forget(batcher);
      batcher.close();
    }
  }

  @Test
  void less_urgent_work_makes_way() {
    try (Works works = new Works()) {
      Batcher batcher = batcher(new RowModel(), policy(1, 8, Join.NEVER), works, Ticker.SYSTEM);
      Work work = works.priority(6).rows(1, 1);
      batcher.submit(work);
      assertThat(batcher.makeWay(6)).isFalse();
      assertThat(batcher.makeWay(5)).isTrue();
      assertThat(Works.owner(work).failure())
          .isInstanceOfSatisfying(
              Overloaded.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Overloaded.Reason.EVICTED));
    }
  }

  private Batcher batcher(Model model, BatchPolicy policy, Works works, Ticker ticker) {
    return new Batcher(ID, model, policy, works.pool, ticker, reports::add);
  }

  private static BatchPolicy policy(int instances, int maxRows, Join join) {
    return new BatchPolicy(instances, maxRows, Duration.ZERO, 100, join);
  }

  private static Work random(Works works, Random random) {
    int width = 1 + random.nextInt(2);
    float[] values = new float[width * random.nextInt(4)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(50) == 0 ? POISON : random.nextFloat();
    }
    return works.rows(width, values);
  }

  private static void requireRightEnd(Work work, List<StopSignal> cancelled) {
    float[] inputs = TensorValues.floats(work.inputs().get("x"));
    try {
      float[] outputs = values(work);
      assertThat(outputs).hasSameSizeAs(inputs);
      for (int i = 0; i < inputs.length; i++) {
        assertThat(outputs[i]).isEqualTo(2 * inputs[i]);
      }
    } catch (AssertionError failed) {
      switch (failed.getCause()) {
        case Cancelled _ -> assertThat(cancelled).contains(work.stop());
        case InvalidInput _ -> assertThat(inputs).contains(POISON);
        case null, default -> throw failed;
      }
    }
  }

  private static float[] values(Work work) {
    return TensorValues.floats(Works.owner(work).outputs().get("y"));
  }

  /** Doubles every value, refuses poison; or adds up all rows, which no batch axis does. */
  private record RowModel(String kind) implements Model {

    RowModel() {
      this("double");
    }

    @Override
    public Signature signature() {
      return Works.ROWS;
    }

    @Override
    public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
      float[] values = TensorValues.floats(inputs.get("x"));
      float sum = 0;
      for (int i = 0; i < values.length; i++) {
        if (values[i] == POISON) {
          throw new InvalidInput("poison");
        }
        sum += values[i];
        values[i] *= 2;
      }
      return kind.equals("sum")
          ? Tensors.of("y", TensorValues.floats(scope, Shape.of(1, 1), sum))
          : Tensors.of("y", TensorValues.floats(scope, inputs.get("x").shape(), values));
    }

    @Override
    public void close() {}
  }

  /** Runs until it is stopped. */
  private static final class EndlessModel implements Model {

    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean stopped;

    void awaitStart() {
      try {
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }

    boolean isStopped() {
      return stopped;
    }

    @Override
    public Signature signature() {
      return Works.ROWS;
    }

    @Override
    public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
      CountDownLatch raised = new CountDownLatch(1);
      try (StopSignal.Registration registration = stop.onRaise(raised::countDown)) {
        assertThat(registration).isNotNull();
        started.countDown();
        assertThat(raised.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
      stopped = true;
      stop.check();
      throw new BackendFailure("nobody stopped it");
    }

    @Override
    public void close() {}
  }
}
