package io.salver.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.Cancelled;
import io.salver.fault.Overloaded;
import io.salver.model.ModelSpec.Join;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One rule of the line each; the clock stands still unless a test moves it. */
final class WaitingLineTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Works works = new Works();

  @AfterEach
  void giveBack() {
    works.close();
    assertThat(works.pool.leasedBytes()).isZero();
  }

  @Test
  void first_come_first_served() throws InterruptedException {
    WaitingLine line = line(8, Join.NEVER, 8, Duration.ZERO);
    Work first = works.rows(1, 1);
    Work second = works.rows(1, 2);
    line.add(first);
    line.add(second);
    assertThat(next(line)).containsExactly(first);
    assertThat(next(line)).containsExactly(second);
  }

  @Test
  void the_more_urgent_go_first() throws InterruptedException {
    WaitingLine line = line(8, Join.NEVER, 8, Duration.ZERO);
    Work ordinary = works.rows(1, 1);
    Work urgent = works.priority(1).rows(1, 2);
    line.add(ordinary);
    line.add(urgent);
    assertThat(next(line)).containsExactly(urgent);
    assertThat(next(line)).containsExactly(ordinary);
  }

  @Test
  void a_full_line_refuses() {
    WaitingLine line = line(1, Join.NEVER, 8, Duration.ZERO);
    line.add(works.rows(1, 1));
    assertThatExceptionOfType(Overloaded.class)
        .isThrownBy(() -> line.add(works.rows(1, 2)))
        .withMessage("the queue of model m@1 is full: 1 requests wait")
        .satisfies(full -> assertThat(full.reason()).isEqualTo(Overloaded.Reason.QUEUE_FULL));
    assertThat(line.size()).isEqualTo(1);
  }

  @Test
  void in_a_full_line_the_last_of_the_least_urgent_makes_way() throws InterruptedException {
    WaitingLine line = line(3, Join.NEVER, 8, Duration.ZERO);
    Work ordinary = works.rows(1, 1);
    Work early = works.priority(9).rows(1, 2);
    Work late = works.rows(1, 3);
    Work urgent = works.priority(4).rows(1, 4);
    line.add(ordinary);
    line.add(early);
    line.add(late);
    assertThat(line.add(urgent)).contains(late);
    assertThat(next(line)).containsExactly(urgent);
    assertThat(next(line)).containsExactly(ordinary);
    assertThat(next(line)).containsExactly(early);
  }

  @Test
  void requests_that_fit_go_together_up_to_the_most_rows() throws InterruptedException {
    WaitingLine line = line(8, Join.ALWAYS, 4, Duration.ZERO);
    Work one = works.rows(2, 1, 2);
    Work two = works.rows(2, 1, 2, 3, 4);
    Work tooMany = works.rows(2, 1, 2, 3, 4);
    Work last = works.rows(2, 1, 2);
    List.of(one, two, tooMany, last).forEach(line::add);
    assertThat(next(line)).containsExactly(one, two, last);
    assertThat(next(line)).containsExactly(tooMany);
  }

  @Test
  void ragged_requests_never_go_together() throws InterruptedException {
    WaitingLine line = line(8, Join.ALWAYS, 8, Duration.ZERO);
    Work narrow = works.rows(1, 1);
    Work wide = works.rows(2, 1, 2);
    Work narrowToo = works.rows(1, 3);
    List.of(narrow, wide, narrowToo).forEach(line::add);
    assertThat(next(line)).containsExactly(narrow, narrowToo);
    assertThat(next(line)).containsExactly(wide);
  }

  @Test
  void a_group_leaves_when_its_first_has_waited_for_the_longest_delay()
      throws InterruptedException {
    WaitingLine line = line(8, Join.ALWAYS, 4, Duration.ofMillis(2));
    Work early = works.arrivingAt(0).rows(1, 1);
    line.add(early);
    nanos.set(Duration.ofMillis(1).toNanos());
    Work late = works.arrivingAt(nanos.get()).rows(1, 2);
    line.add(late);
    nanos.set(Duration.ofMillis(2).toNanos());
    assertThat(next(line)).containsExactly(early, late);
  }

  @Test
  void left_to_itself_it_waits_only_where_that_pays_and_others_are_to_be_expected()
      throws InterruptedException {
    WaitingLine line = line(8, Join.AUTO, 4, Duration.ofSeconds(1));
    line.add(works.arrivingAt(0).rows(1, 1));
    assertThat(next(line)).as("nothing is known").hasSize(1);
    for (int rows = 1; rows <= 4; rows++) {
      line.learn(rows, 5_000_000);
    }
    line.add(works.arrivingAt(Duration.ofHours(9).toNanos()).rows(1, 1));
    assertThat(next(line)).as("nobody is to be expected").hasSize(1);
    long later = Duration.ofHours(9).toNanos();
    for (int i = 1; i <= 40; i++) {
      line.add(works.arrivingAt(later + i).rows(1, i));
      if (i % 4 == 0) {
        assertThat(next(line)).hasSizeBetween(1, 4);
      }
    }
    while (line.size() > 0) {
      next(line);
    }
    works.arrivingAt(later + 41);
    line.add(works.rows(1, 1));
    line.add(works.rows(1, 2));
    nanos.set(later + 41 + Duration.ofSeconds(1).toNanos());
    assertThat(next(line)).as("others came").hasSize(2);
  }

  @Test
  void a_full_group_leaves_at_once() throws InterruptedException {
    WaitingLine line = line(8, Join.ALWAYS, 2, Duration.ofHours(1));
    Work one = works.rows(1, 1);
    Work two = works.rows(1, 2);
    line.add(one);
    line.add(two);
    assertThat(next(line)).containsExactly(one, two);
  }

  @Test
  void a_closed_line_waits_for_nobody_and_then_ends() throws InterruptedException {
    WaitingLine line = line(8, Join.ALWAYS, 2, Duration.ofHours(1));
    Work one = works.rows(1, 1);
    line.add(one);
    line.close();
    assertThat(next(line)).containsExactly(one);
    assertThat(line.take()).isEmpty();
  }

  @Test
  void useless_work_is_told_and_never_part_of_a_group() throws InterruptedException {
    WaitingLine line = line(8, Join.ALWAYS, 8, Duration.ZERO);
    StopSignal gone = StopSignal.create();
    Work good = works.rows(1, 1);
    Work cancelled = works.stop(gone).rows(1, 2);
    Work late = works.stop(StopSignal.create()).deadline(due(1)).rows(1, 3);
    List.of(cancelled, good, late).forEach(line::add);
    gone.raise(new Cancelled("gone"));
    nanos.set(2);
    Group group = line.take().orElseThrow();
    assertThat(group.members()).containsExactly(good);
    assertThat(group.useless()).containsExactly(cancelled, late);
    assertThat(line.size()).isZero();
  }

  @Test
  void a_sweep_finds_what_has_become_useless() {
    WaitingLine line = line(8, Join.NEVER, 8, Duration.ZERO);
    Work late = works.deadline(due(1)).rows(1, 1);
    Work good = works.deadline(due(9)).rows(1, 2);
    line.add(late);
    line.add(good);
    assertThat(line.removeUseless()).isEmpty();
    nanos.set(5);
    assertThat(line.removeUseless()).containsExactly(late);
    assertThat(line.size()).isEqualTo(1);
  }

  @Test
  void what_was_taken_cannot_be_removed() throws InterruptedException {
    WaitingLine line = line(8, Join.NEVER, 8, Duration.ZERO);
    Work work = works.rows(1, 1);
    line.add(work);
    assertThat(line.remove(work)).isTrue();
    assertThat(line.remove(work)).isFalse();
    line.add(work);
    next(line);
    assertThat(line.remove(work)).isFalse();
  }

  @Test
  void it_is_idle_only_when_what_was_taken_has_ended() throws InterruptedException {
    WaitingLine line = line(8, Join.NEVER, 8, Duration.ZERO);
    assertThat(line.isIdle()).isTrue();
    line.add(works.rows(1, 1));
    assertThat(line.isIdle()).isFalse();
    line.take();
    assertThat(line.isIdle()).isFalse();
    line.done();
    assertThat(line.isIdle()).isTrue();
  }

  private static List<Work> next(WaitingLine line) throws InterruptedException {
    return line.take().orElseThrow().members();
  }

  private Deadline due(long atNanos) {
    return Deadline.after(Duration.ofNanos(atNanos), nanos::get);
  }

  private WaitingLine line(int capacity, Join join, int maxRows, Duration maxDelay) {
    BatchPolicy policy = new BatchPolicy(1, maxRows, maxDelay, capacity, join);
    return new WaitingLine(
        "m@1", capacity, new Grouping(policy, new Joiner(Works.ROWS), nanos::get));
  }
}
