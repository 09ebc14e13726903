package io.salver.recommend.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WordsTest {

  private static final Vocabulary KNOWN =
      new Vocabulary(List.of("red", "boots", "42", "été", "straße"));

  @Test
  void known_words_in_order_and_zeros_behind() {
    assertThat(encode("Red, heavy BOOTS; size-42!", 5)).containsExactly(1, 2, 3, 0, 0);
  }

  @Test
  void letters_of_every_script_belong_to_words() {
    assertThat(encode("Été\u2014Straße \uD83D\uDC62boots", 4)).containsExactly(4, 5, 2, 0);
  }

  @Test
  void what_is_too_long_ends() {
    assertThat(encode("red red red", 2)).containsExactly(1, 1);
    assertThat(encode("", 2)).containsExactly(0, 0);
  }

  private static long[] encode(String text, int length) {
    long[] codes = new long[length];
    Words.encode(text, KNOWN, codes, 0, length);
    return codes;
  }
}
