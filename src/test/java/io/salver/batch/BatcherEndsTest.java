package io.salver.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Overloaded;
import io.salver.model.Model;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec.Join;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Work that ends before it is answered: its caller has gone, it is late, or it makes way. */
final class BatcherEndsTest {

  private static final ModelId ID = new ModelId("m", 1);

  private final List<RunReport> reports = Collections.synchronizedList(new ArrayList<>());

  @Test
  void waiting_work_ends_at_once_when_its_caller_goes() {
    try (Works works = new Works()) {
      Batcher batcher = batcher(new RowModel(), policy(Join.NEVER), works, Ticker.SYSTEM);
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
      Batcher batcher = batcher(new RowModel(), policy(Join.NEVER), works, nanos::get);
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
      Batcher batcher = batcher(endless, policy(Join.NEVER), works, nanos::get);
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
      Batcher batcher = batcher(endless, policy(Join.ALWAYS), works, Ticker.SYSTEM);
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
      Batcher batcher = batcher(endless, policy(Join.NEVER), works, Ticker.SYSTEM);
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
      Batcher batcher = batcher(new RowModel(), policy(Join.NEVER), works, Ticker.SYSTEM);
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

  private static BatchPolicy policy(Join join) {
    return new BatchPolicy(1, 8, Duration.ZERO, 100, join);
  }
}
