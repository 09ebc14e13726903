package io.salver.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class NearestTest {

  @Test
  void finds_the_key_that_was_meant() {
    assertThat(Nearest.among("intances", List.of("task", "instances", "threads")))
        .isEqualTo("instances");
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void hints_at_what_was_meant_and_lists_what_is_known_otherwise() {
    assertThat(Nearest.hint("titel", List.of("title", "brand")))
        .isEqualTo("; did you mean 'title'?");
    assertThat(Nearest.hint("shoppe", List.of("shop"))).isEqualTo("; did you mean 'shop'?");
    assertThat(Nearest.hint("k", List.of("id"))).isEqualTo("; known: [id]");
    assertThat(Nearest.hint("x", List.of())).isEqualTo("; known: []");
  }

  @Property(tries = 200, seed = "1")
  void distance_is_a_metric(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b,
      @ForAll @AlphaChars @StringLength(max = 8) String c) {
    assertThat(Nearest.distance(a, b)).isEqualTo(Nearest.distance(b, a));
    assertThat(Nearest.distance(a, b) == 0).isEqualTo(a.equalsIgnoreCase(b));
    assertThat(Nearest.distance(a, c))
        .isLessThanOrEqualTo(Nearest.distance(a, b) + Nearest.distance(b, c));
  }
}
