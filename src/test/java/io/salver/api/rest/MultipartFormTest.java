package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.api.Mutations;
import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms as browsers, libraries and strangers write them. */
final class MultipartFormTest {

  private static final ContentType TYPE = ContentType.of("multipart/form-data; boundary=\"b--x\"");
  private static final String VALID =
      """
      --b--x
      Content-Disposition: form-data; name="top_k"

      5
      --b--x
      content-disposition: form-data; name=image; filename="a \\"b\\".png"
      Content-Type: image/png

      one
      --b--
      two

      --b--x
      Content-Disposition: form-data; name="empty"


      --b--x--
      """
          .replace("\n", "\r\n");

  @Test
  void parts_come_in_their_order_with_every_byte() {
    List<String> parts = read(VALID);

    assertThat(parts)
        .containsExactly("top_k false 5", "image true one\r\n--b--\r\ntwo\r\n", "empty false ");
  }

  @Test
  void what_stands_before_and_behind_the_form_is_passed_over() {
    assertThat(read("preamble\r\n" + VALID + "epilogue")).hasSize(3);
  }

  @Test
  void a_part_may_have_no_content_and_no_line_break_of_its_own() {
    assertThat(read("--b--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--b--x--"))
        .containsExactly("a false ");
    assertThat(read("--b--x\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--x--"))
        .containsExactly("a false ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ends before its closing boundary '--b--x--'",
        "nothing of a form | ends before its closing boundary",
        "--b--x | ends before its closing boundary",
        "--b--xyz~ | is not followed by a line break",
        "--b--x~Content-Disposition: form-data; name=a~~text | ends before its closing boundary",
        "--b--x~Content-Disposition: form-data; name=a | ends before its closing boundary",
        "--b--x~Content-Disposition: form-data~~a~--b--x-- | no field Content-Disposition",
        "--b--x~Content-Disposition: attachment; name=a~~a~--b--x-- | received 'attachment; name=a'",
        "--b--x~~a~--b--x-- | no field Content-Disposition",
        "--b--x~no field~~a~--b--x-- | is no header field: 'no field'",
        "--b--x~Content-Disposition: form-data; name=\"a~~a~--b--x-- | a quoted value is not closed",
        "--b--x~Content-Transfer-Encoding: base64~~a~--b--x-- | expected binary"
      })
  void what_is_no_form_is_told(String body, String text) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(body.replace("~", "\r\n")))
        .withMessageContaining(text);
  }

  @Test
  void a_head_without_end_and_parts_without_number_are_refused() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read("--b--x\r\nX: " + "y".repeat(100_000) + "\r\n\r\n\r\n--b--x--"))
        .withMessageContaining("over 8192 bytes");
    String part = "--b--x\r\nContent-Disposition: form-data; name=a\r\n\r\na\r\n";
    assertThat(read(part.repeat(128) + "--b--x--")).hasSize(128);
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(part.repeat(129) + "--b--x--"))
        .withMessageContaining("more than 128 parts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data | has no boundary",
        "multipart/form-data; boundary= | has no boundary",
        "multipart/form-data; boundary=\"\" | has no boundary",
        "multipart/form-data; boundary=\"x | is not closed"
      })
  void a_type_without_a_boundary_is_refused(String type, String text) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> MultipartForm.read(bytes(VALID), ContentType.of(type), part -> {}))
        .withMessageContaining(text);
  }

  @Property(tries = 2000, seed = "1")
  void whatever_comes_is_a_form_or_refused(@ForAll long seed) {
    byte[] mutated =
        Mutations.mutate(VALID.getBytes(StandardCharsets.ISO_8859_1), new Random(seed));
    List<ByteBuffer> contents = new ArrayList<>();
    try {
      MultipartForm.read(ByteBuffer.wrap(mutated), TYPE, part -> contents.add(part.content()));
    } catch (InvalidInput told) {
      assertThat(told.explanation()).isNotBlank();
    }
    assertThat(contents.stream().mapToInt(ByteBuffer::remaining).sum())
        .isLessThanOrEqualTo(mutated.length);
  }

  private static List<String> read(String body) {
    List<String> parts = new ArrayList<>();
    MultipartForm.read(
        bytes(body),
        TYPE,
        part ->
            parts.add(
                part.name()
                    + " "
                    + part.isFile()
                    + " "
                    + StandardCharsets.ISO_8859_1.decode(part.content())));
    return parts;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
