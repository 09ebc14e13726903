package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WellFormedTextTest {

  @ParameterizedTest
  @CsvSource({
    "ff, 0, 0xFF",
    "61ff, 1, 0xFF",
    "61626364656667686980, 9, 0x80",
    "c080, 0, 0xC0",
    "c1bf, 0, 0xC1",
    "e08080, 1, 0x80",
    "eda080, 1, 0xA0",
    "f0808080, 1, 0x80",
    "f4908080, 1, 0x90",
    "f5808080, 0, 0xF5",
    "c3, 0, 0xC3",
    "61e282, 1, 0xE2",
    "c32261, 1, 0x22",
  })
  void the_first_byte_that_cannot_stand_there_is_named(String hex, int at, String value) {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> WellFormedText.requireUtf8(bytes, "the body"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the body is not UTF-8: byte " + at + " is " + value);
    assertThat(bytes.remaining()).isEqualTo(hex.length() / 2);
  }

  @Property(tries = 2000, seed = "1")
  void bytes_are_text_where_the_jdk_says_so(@ForAll byte[] bytes) {
    assertThat(passes(bytes)).isEqualTo(jdkReads(bytes));
  }

  @Property(tries = 1000, seed = "1")
  void whatever_is_encoded_is_text(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(WellFormedText.decode(ByteBuffer.wrap(bytes), "it"))
        .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void half_a_pair_of_surrogates_is_told_by_its_place_in_characters() {
    assertThat(WellFormedText.requirePairs("a\uD83D\uDE00b", () -> "it")).hasSize(4);
    assertThatThrownBy(() -> WellFormedText.requirePairs("\uD83D\uDE00\uD800b", () -> "input[2]"))
        .hasMessageContaining(
            "input[2] is no text: character 1 is half of a surrogate pair, \\ud800");
    assertThatThrownBy(() -> WellFormedText.requirePairs("ab\uDC00", () -> "input"))
        .hasMessageContaining("character 2");
    assertThatThrownBy(() -> WellFormedText.requirePairs("\uD800", () -> "input"))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void a_shortened_text_is_a_text() {
    assertThat(WellFormedText.shortened("abc", 3)).isEqualTo("abc");
    assertThat(WellFormedText.shortened("abcd", 3)).isEqualTo("abc…");
    assertThat(WellFormedText.shortened("ab\uD83D\uDE00", 3)).isEqualTo("ab…");
  }

  private static boolean passes(byte[] bytes) {
    try {
      WellFormedText.requireUtf8(ByteBuffer.wrap(bytes), "it");
      return true;
    } catch (InvalidInput wrong) {
      return false;
    }
  }

  private static boolean jdkReads(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
