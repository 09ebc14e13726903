package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.salver.fault.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class StreamInflaterTest {

  @Property(tries = 200, seed = "1")
  void a_body_in_any_pieces_comes_out_whole(
      @ForAll BodyEncoding encoding,
      @ForAll @IntRange(min = 0, max = 200_000) int length,
      @ForAll @IntRange(min = 1, max = 9_000) int piece,
      @ForAll boolean isEven)
      throws IOException {
    byte[] body = body(length, isEven);
    assertThat(inflated(encoding, encoded(encoding, body), piece)).isEqualTo(body);
  }

  @Test
  void several_members_are_one_body() throws IOException {
    byte[] first = encoded(BodyEncoding.GZIP, body(50_000, true));
    byte[] second = encoded(BodyEncoding.GZIP, body(10, false));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);

    assertThat(inflated(BodyEncoding.GZIP, both, 1000)).hasSize(50_010);
  }

  @Test
  void a_header_with_everything_is_skipped() throws IOException {
    byte[] plain = encoded(BodyEncoding.GZIP, body(100, false));
    byte[] extra = {31, (byte) 139, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0, 3, 0, 9, 9, 9};
    byte[] texts = {'n', 0, 'c', 0, 7, 7};
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(extra);
    body.write(texts);
    body.write(plain, 10, plain.length - 10);

    assertThat(inflated(BodyEncoding.GZIP, body.toByteArray(), 1)).hasSize(100);
  }

  @Property(tries = 200, seed = "1")
  void a_body_that_is_cut_or_spoilt_is_refused_and_never_more_than_a_fault(
      @ForAll boolean isGzip, @ForAll boolean isCut, @ForAll @IntRange(min = 0, max = 199) int at)
      throws IOException {
    BodyEncoding encoding = isGzip ? BodyEncoding.GZIP : BodyEncoding.DEFLATE;
    byte[] whole = encoded(encoding, body(2000, false));
    byte[] cut = Arrays.copyOf(whole, at);
    if (isCut) {
      assertThatThrownBy(() -> inflated(encoding, cut, 7)).isInstanceOf(InvalidInput.class);
    } else {
      whole[at] ^= (byte) 0xff;
      try {
        var unused = inflated(encoding, whole, 7);
      } catch (InvalidInput e) {
        assertThat(e.explanation()).contains("well-formed");
      }
    }
  }

  @Test
  void a_bomb_comes_out_in_small_pieces() throws IOException {
    byte[] bomb = encoded(BodyEncoding.GZIP, new byte[50_000_000]);
    try (StreamInflater inflater = new StreamInflater(BodyEncoding.GZIP)) {
      inflater.offer(bomb);
      long length = 0;
      for (ByteBuf next = inflater.next(); next.isReadable(); next = inflater.next()) {
        assertThat(next.readableBytes()).isLessThanOrEqualTo(16 * 1024);
        length += next.readableBytes();
      }
      inflater.end();
      assertThat(length).isEqualTo(50_000_000);
    }
  }

  private static byte[] inflated(BodyEncoding encoding, byte[] body, int piece) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (StreamInflater inflater = new StreamInflater(encoding)) {
      for (int at = 0; at < body.length; at += piece) {
        inflater.offer(Arrays.copyOfRange(body, at, Math.min(body.length, at + piece)));
        for (ByteBuf next = inflater.next(); next.isReadable(); next = inflater.next()) {
          byte[] bytes = new byte[next.readableBytes()];
          next.readBytes(bytes);
          output.writeBytes(bytes);
        }
      }
      inflater.end();
    }
    return output.toByteArray();
  }

  /** Bytes that shrink well, or not at all. */
  private static byte[] body(int length, boolean isEven) {
    byte[] body = new byte[length];
    if (!isEven) {
      new Random(length).nextBytes(body);
    }
    return body;
  }

  private static byte[] encoded(BodyEncoding encoding, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream =
        switch (encoding) {
          case IDENTITY -> bytes;
          case GZIP -> new GZIPOutputStream(bytes);
          case DEFLATE -> new DeflaterOutputStream(bytes);
        }) {
      stream.write(body);
    }
    return bytes.toByteArray();
  }
}
