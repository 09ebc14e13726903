package io.salver.batch;

import static io.salver.batch.RunCost.Verdict.DOES_NOT_PAY;
import static io.salver.batch.RunCost.Verdict.PAYS;
import static io.salver.batch.RunCost.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RunCostTest {

  /** Reading the weights takes 5 ms, a row 10 µs. */
  private static long boundByMemory(long rows) {
    return 5_000_000 + 10_000 * rows;
  }

  /** Every row takes 5 ms, and a run hardly more. */
  private static long boundByArithmetic(long rows) {
    return 50_000 + 5_000_000 * rows;
  }

  @Test
  void while_nothing_is_known_joining_is_worth_a_try() {
    RunCost cost = new RunCost();
    assertThat(cost.joining(2, 2)).isEqualTo(UNKNOWN);
    for (int i = 0; i < 50; i++) {
      cost.learn(1, 5_000_000);
    }
    assertThat(cost.joining(2, 2)).isEqualTo(UNKNOWN);
  }

  @Property(tries = 50, seed = "1")
  void it_pays_where_a_run_costs_much_and_a_row_little(@ForAll Random random) {
    assertThat(learnt(RunCostTest::boundByMemory, random).joining(2, 2)).isEqualTo(PAYS);
  }

  @Property(tries = 50, seed = "1")
  void it_does_not_pay_where_a_row_costs_as_much_as_a_run(@ForAll Random random) {
    assertThat(learnt(RunCostTest::boundByArithmetic, random).joining(2, 2))
        .isEqualTo(DOES_NOT_PAY);
  }

  @Property(tries = 50, seed = "1")
  void it_does_not_pay_for_requests_of_many_rows(
      @ForAll Random random, @ForAll @IntRange(min = 10_000, max = 100_000) int rows) {
    assertThat(learnt(RunCostTest::boundByMemory, random, 0).joining(2, 2L * rows))
        .isEqualTo(DOES_NOT_PAY);
  }

  @Test
  void it_is_tried_anew_after_a_while_without() {
    RunCost cost = learnt(RunCostTest::boundByArithmetic, new Random(1));
    int runs = 0;
    while (cost.joining(2, 2) == DOES_NOT_PAY) {
      cost.learn(1, boundByArithmetic(1));
      runs++;
    }
    assertThat(runs).isBetween(100, 2000);
  }

  private static RunCost learnt(LongUnaryOperator nanos, Random random) {
    return learnt(nanos, random, 0.05);
  }

  private static RunCost learnt(LongUnaryOperator nanos, Random random, double deviation) {
    RunCost cost = new RunCost();
    for (int i = 0; i < 300; i++) {
      long rows = 1L + random.nextInt(8);
      double noise = 1 + deviation * random.nextGaussian();
      cost.learn(rows, (long) (nanos.applyAsLong(rows) * noise));
    }
    return cost;
  }
}
