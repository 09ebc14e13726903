package io.salver.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {

  private static final List<String> KNOWN = List.of("k", "category", "title", "price", "user_id");

  @Test
  void finds_what_was_probably_meant() {
    assertThat(Nearest.to("titel", KNOWN)).contains("title");
    assertThat(Nearest.to("Categories", KNOWN)).contains("category");
    assertThat(Nearest.to("usr_id", KNOWN)).contains("user_id");
  }

  @Test
  void does_not_guess_wildly() {
    assertThat(Nearest.to("x", KNOWN)).isEmpty();
    assertThat(Nearest.to("weather", KNOWN)).isEmpty();
  }

  @Test
  void a_hint_is_the_nearest_or_all() {
    assertThat(Nearest.hint("prise", KNOWN)).isEqualTo("; did you mean 'price'?");
    assertThat(Nearest.hint("weather", KNOWN))
        .isEqualTo("; known: [category, k, price, title, user_id]");
  }
}
