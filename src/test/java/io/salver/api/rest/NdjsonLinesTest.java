package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.salver.api.rest.NdjsonLines.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class NdjsonLinesTest {

  private static final int LIMIT = 20;

  @Test
  void lines_are_cut_numbered_and_blank_ones_skipped() {
    assertThat(cut("{}\n\n \t\r\n{\"id\": 1}\r\nlast", 100))
        .containsExactly("1:{}", "4:{\"id\": 1}\r", "5:last");
  }

  @Test
  void a_line_over_the_limit_is_told_and_the_next_one_is_read() {
    assertThat(cut("x".repeat(LIMIT) + "\n" + "x".repeat(LIMIT + 1) + "\n{}\n", 7))
        .containsExactly("1:" + "x".repeat(LIMIT), "2:too long", "3:{}");
  }

  @Test
  void a_last_line_over_the_limit_is_told() {
    assertThat(cut("{}\n" + "x".repeat(50), 3)).containsExactly("1:{}", "2:too long");
  }

  @Test
  void an_end_behind_an_end_of_line_is_no_line() {
    assertThat(cut("{}\n", 1)).containsExactly("1:{}");
    assertThat(cut("", 1)).isEmpty();
  }

  @Property(seed = "1")
  void the_pieces_do_not_matter(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 50) int piece) {
    assertThat(cut(text, piece)).isEqualTo(cut(text, Integer.MAX_VALUE));
  }

  @Property(seed = "1")
  void every_line_is_what_splitting_gives(@ForAll List<String> texts) {
    List<String> lines = texts.stream().map(text -> text.replace("\n", "")).toList();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      byte[] bytes = lines.get(i).getBytes(StandardCharsets.UTF_8);
      if (bytes.length > LIMIT) {
        expected.add((i + 1) + ":too long");
      } else if (!lines.get(i).matches("[ \t\r]*")) {
        expected.add((i + 1) + ":" + new String(bytes, StandardCharsets.UTF_8));
      }
    }
    assertThat(cut(String.join("\n", lines) + "\n", 5)).isEqualTo(expected);
  }

  private static List<String> cut(String text, int piece) {
    NdjsonLines lines = new NdjsonLines(LIMIT);
    List<String> cut = new ArrayList<>();
    ByteBuf bytes = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.isReadable()) {
      ByteBuf part = bytes.readSlice(Math.min(piece, bytes.readableBytes()));
      for (Optional<Line> line = lines.next(part); line.isPresent(); line = lines.next(part)) {
        cut.add(told(line.get()));
      }
      assertThat(part.isReadable()).isFalse();
    }
    lines.last().ifPresent(line -> cut.add(told(line)));
    return cut;
  }

  private static String told(Line line) {
    return switch (line) {
      case Line.Whole(long number, byte[] bytes) ->
          number + ":" + new String(bytes, StandardCharsets.UTF_8);
      case Line.TooLong tooLong -> tooLong.number() + ":too long";
    };
  }
}
