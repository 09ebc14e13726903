package io.salver.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class NearestKeyTest {

  @Test
  void finds_the_key_that_was_meant() {
    assertThat(NearestKey.to("intances", List.of("task", "instances", "threads")))
        .isEqualTo("instances");
    assertThat(NearestKey.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Property(tries = 200)
  void distance_is_a_metric(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b,
      @ForAll @AlphaChars @StringLength(max = 8) String c) {
    assertThat(NearestKey.distance(a, b)).isEqualTo(NearestKey.distance(b, a));
    assertThat(NearestKey.distance(a, b) == 0).isEqualTo(a.equals(b));
    assertThat(NearestKey.distance(a, c))
        .isLessThanOrEqualTo(NearestKey.distance(a, b) + NearestKey.distance(b, c));
  }
}
