package io.salver.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class SurvivalFunctionsTest {

  @Test
  void chi_squared_is_as_in_scipy() {
    check("chiSquared", row -> SurvivalFunctions.chiSquared(row[0], row[1]));
  }

  @Test
  void the_normal_is_as_in_scipy() {
    check("normal", row -> SurvivalFunctions.normal(row[0]));
  }

  @Test
  void kolmogorov_is_as_in_scipy() {
    check("kolmogorov", row -> SurvivalFunctions.kolmogorov(row[0]));
  }

  @Test
  void gamma_is_as_in_scipy() {
    check("gamma", row -> SurvivalFunctions.gamma(row[0], row[1]));
  }

  @Test
  void the_binomial_is_as_in_scipy() {
    check("binomial", row -> SurvivalFunctions.binomial((long) row[0], (long) row[1], row[2]));
  }

  @Test
  void what_is_beyond_all_values_has_no_chance() {
    assertThat(SurvivalFunctions.gamma(Double.POSITIVE_INFINITY, 2)).isZero();
    assertThat(SurvivalFunctions.chiSquared(5, 0)).isEqualTo(1);
    assertThat(SurvivalFunctions.binomial(3, 2, .5)).isZero();
    assertThat(SurvivalFunctions.binomial(1, 2, 0)).isZero();
    assertThat(SurvivalFunctions.binomial(2, 2, 1)).isEqualTo(1);
    assertThat(SurvivalFunctions.kolmogorov(0)).isEqualTo(1);
  }

  private static void check(String name, ToDoubleFunction<double[]> function) {
    JsonNode rows = Cases.of("survival").path(name);
    assertThat(rows).isNotEmpty();
    for (JsonNode each : rows) {
      double[] row = Cases.doubles(each);
      double expected = row[row.length - 1];
      assertThat(function.applyAsDouble(row))
          .as("%s", each)
          .isCloseTo(expected, within(1e-12 + 1e-9 * expected));
    }
  }
}
