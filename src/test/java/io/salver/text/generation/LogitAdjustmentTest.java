package io.salver.text.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class LogitAdjustmentTest {

  private static final int[] PROMPT = {3};

  @Test
  void presence_is_subtracted_once_and_frequency_for_every_time() {
    LogitAdjustment adjustment = new LogitAdjustment(new Penalties(0.5, 0.25, 1), Map.of(), PROMPT);
    adjustment.wrote(0);
    adjustment.wrote(0);
    adjustment.wrote(1);

    assertThat(applied(adjustment)).containsExactly(1 - 0.5 - 2 * 0.25, -1 - 0.5 - 0.25, 2, 4);
  }

  @Test
  void repetition_divides_positive_logits_and_multiplies_negative_ones_of_the_prompt_too() {
    LogitAdjustment adjustment = new LogitAdjustment(new Penalties(0, 0, 2), Map.of(), PROMPT);
    adjustment.wrote(1);

    assertThat(applied(adjustment)).containsExactly(1, -2, 2, 2);
  }

  @Test
  void the_bias_is_added() {
    LogitAdjustment adjustment =
        new LogitAdjustment(Penalties.NONE, Map.of(2, -100.0, 0, 1.5), PROMPT);

    assertThat(applied(adjustment)).containsExactly(2.5, -1, -98, 4);
  }

  private static double[] applied(LogitAdjustment adjustment) {
    double[] logits = {1, -1, 2, 4};
    adjustment.apply(logits);
    return logits;
  }
}
