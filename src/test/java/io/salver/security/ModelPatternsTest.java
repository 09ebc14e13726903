package io.salver.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelPatternsTest {

  @ParameterizedTest
  @CsvSource({
    "adult, adult, true",
    "adult, adult-mlp, false",
    "adult*, adult-mlp, true",
    "*-mlp, adult-mlp, true",
    "a*-m*p, adult-mlp, true",
    "a.b, axb, false",
    "a+, aa, false",
    "*, anything, true",
  })
  void a_star_stands_for_any_text_and_nothing_else_does(
      String pattern, String model, boolean matches) {
    assertThat(ModelPatterns.of(List.of(pattern)).matches(model)).isEqualTo(matches);
  }

  @Test
  void no_pattern_names_no_model() {
    assertThat(ModelPatterns.of(List.of()).matches("")).isFalse();
    assertThat(ModelPatterns.of(List.of()).matches("a")).isFalse();
  }
}
