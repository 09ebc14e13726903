package io.salver.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GraphemesTest {

  @Test
  void what_a_reader_takes_for_one_character_is_not_cut() {
    String family = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    Graphemes graphemes = new Graphemes("e\u0301 " + family + "!");
    assertThat(graphemes.before(1)).isZero();
    assertThat(graphemes.after(1)).isEqualTo(2);
    assertThat(graphemes.before(5)).isEqualTo(3);
    assertThat(graphemes.after(5)).isEqualTo(3 + family.length());
    assertThat(graphemes.after(0)).isZero();
    assertThat(graphemes.after(4 + family.length())).isEqualTo(4 + family.length());
  }
}
