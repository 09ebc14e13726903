package io.salver.api.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class OffsetUnitTest {

  @Test
  void an_emoji_is_one_code_point_two_units_and_four_bytes() {
    String text = "é😀x";
    assertThat(OffsetUnit.CODEPOINT.of(text).at(3)).isEqualTo(2);
    assertThat(OffsetUnit.UTF16.of(text).at(3)).isEqualTo(3);
    assertThat(OffsetUnit.BYTE.of(text).at(3)).isEqualTo(6);
  }

  @Test
  void places_may_go_back() {
    OffsetUnit.Counter counter = OffsetUnit.CODEPOINT.of("😀😀😀");
    assertThat(counter.at(6)).isEqualTo(3);
    assertThat(counter.at(2)).isEqualTo(1);
    assertThat(counter.at(4)).isEqualTo(2);
  }

  @Property(tries = 500, seed = "1")
  void every_place_is_what_the_jdk_counts(@ForAll String any) {
    String text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    OffsetUnit.Counter bytes = OffsetUnit.BYTE.of(text);
    OffsetUnit.Counter points = OffsetUnit.CODEPOINT.of(text);
    for (int at = 0; at <= text.length(); at = next(text, at)) {
      assertThat(bytes.at(at))
          .isEqualTo(text.substring(0, at).getBytes(StandardCharsets.UTF_8).length);
      assertThat(points.at(at)).isEqualTo(text.codePointCount(0, at));
    }
  }

  private static int next(String text, int at) {
    return at == text.length() ? at + 1 : text.offsetByCodePoints(at, 1);
  }
}
