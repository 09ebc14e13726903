package io.salver.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.Cancelled;
import io.salver.fault.InvalidInput;
import io.salver.model.Model;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec.Join;
import io.salver.testkit.TensorValues;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class BatcherTest {

  private static final ModelId ID = new ModelId("m", 1);

  private final List<RunReport> reports = Collections.synchronizedList(new ArrayList<>());

  /** Batched equals single, to the bit here: this model treats every row alike. */
  @Property(tries = 60, seed = "1")
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
      Batcher batcher = batcher(new RowModel(), policy(Join.ALWAYS), works, Ticker.SYSTEM);
      Work good = works.rows(1, 1);
      Work bad = works.rows(1, RowModel.POISON);
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
      Batcher batcher = batcher(summing, policy(Join.ALWAYS), works, Ticker.SYSTEM);
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
      Batcher batcher = batcher(new RowModel(), policy(Join.ALWAYS), works, Ticker.SYSTEM);
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

  private Batcher batcher(Model model, BatchPolicy policy, Works works, Ticker ticker) {
    return new Batcher(ID, model, policy, works.pool, ticker, reports::add);
  }

  private static BatchPolicy policy(Join join) {
    return new BatchPolicy(1, 8, Duration.ZERO, 100, join);
  }

  private static Work random(Works works, Random random) {
    int width = 1 + random.nextInt(2);
    float[] values = new float[width * random.nextInt(4)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(50) == 0 ? RowModel.POISON : random.nextFloat();
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
        case InvalidInput _ -> assertThat(inputs).contains(RowModel.POISON);
        case null, default -> throw failed;
      }
    }
  }

  private static float[] values(Work work) {
    return TensorValues.floats(Works.owner(work).outputs().get("y"));
  }
}
