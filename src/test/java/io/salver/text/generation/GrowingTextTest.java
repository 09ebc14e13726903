package io.salver.text.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class GrowingTextTest {

  private static final int[] NOTHING = {};

  @Test
  void a_character_of_four_bytes_comes_whole_with_the_last_of_them() {
    GrowingText text = new GrowingText(GrowingTextTest::bytes, NOTHING);

    assertThat(pieces(text, "a😀é")).containsExactly("a", "", "", "", "😀", "", "é");
  }

  @Test
  void a_character_that_never_comes_whole_is_shown_at_the_end() {
    GrowingText text = new GrowingText(GrowingTextTest::bytes, NOTHING);
    text.add('a');
    text.add(0xF0);

    assertThat(text.finish()).isEqualTo("\uFFFD");
    assertThat(text.finish()).isEmpty();
  }

  @Test
  void bytes_that_are_no_characters_do_not_pile_up_nor_swallow_what_follows() {
    GrowingText text = new GrowingText(GrowingTextTest::bytes, NOTHING);
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      shown.append(text.add(0xBF));
    }
    assertThat(shown.length()).isGreaterThan(85);
    for (byte each : "😀".getBytes(StandardCharsets.UTF_8)) {
      shown.append(text.add(each & 0xFF));
    }

    assertThat(shown + text.finish()).isEqualTo("\uFFFD".repeat(100) + "😀");
  }

  @Test
  void the_prompt_decides_whether_a_space_is_left_out_and_is_not_repeated() {
    GrowingText.Spelling words = ids -> bytes(ids).stripLeading();

    assertThat(new GrowingText(words, NOTHING).add(' ')).isEmpty();
    GrowingText text = new GrowingText(words, new int[] {'a'});
    assertThat(pieces(text, " b")).containsExactly(" ", "b");
  }

  @Test
  void a_character_that_the_prompt_began_is_completed() {
    byte[] bytes = "é".getBytes(StandardCharsets.UTF_8);
    GrowingText text = new GrowingText(GrowingTextTest::bytes, new int[] {'a', bytes[0] & 0xFF});

    assertThat(text.add(bytes[1] & 0xFF)).isEqualTo("é");
  }

  @Test
  void tokens_that_spell_nothing_change_nothing() {
    GrowingText text =
        new GrowingText(
            ids -> bytes(java.util.Arrays.stream(ids).filter(id -> id != 0).toArray()), NOTHING);

    assertThat(text.add('a') + text.add(0) + text.add(0) + text.add('b') + text.finish())
        .isEqualTo("ab");
  }

  @Property(seed = "1")
  void pieces_are_the_whole_text_and_none_has_half_a_character(@ForAll String any) {
    String whole = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    GrowingText text = new GrowingText(GrowingTextTest::bytes, NOTHING);
    List<String> pieces = pieces(text, whole);

    assertThat(String.join("", pieces) + text.finish()).isEqualTo(whole);
    assertThat(pieces)
        .allMatch(
            piece ->
                piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
  }

  private static List<String> pieces(GrowingText text, String whole) {
    List<String> pieces = new ArrayList<>();
    for (byte each : whole.getBytes(StandardCharsets.UTF_8)) {
      pieces.add(text.add(each & 0xFF));
    }
    return pieces;
  }

  /** A vocabulary of bytes. */
  private static String bytes(int[] ids) {
    byte[] bytes = new byte[ids.length];
    for (int i = 0; i < ids.length; i++) {
      bytes[i] = (byte) ids[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
