package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerEncodingTest {

  @ParameterizedTest
  @CsvSource({
    "'', IDENTITY",
    "gzip, GZIP",
    "X-GZIP, GZIP",
    "deflate, DEFLATE",
    "'gzip, deflate', GZIP",
    "'deflate, gzip', GZIP",
    "'gzip;q=0.2, deflate;q=0.7', DEFLATE",
    "'gzip ; Q=0.2 , deflate ;q=0.1', GZIP",
    "gzip;q=0, IDENTITY",
    "'gzip;q=0, deflate', DEFLATE",
    "*, GZIP",
    "'*;q=0.5, gzip;q=0', DEFLATE",
    "*;q=0, IDENTITY",
    "br, IDENTITY",
    "'identity, gzip;q=0.5', IDENTITY",
    "'identity;q=0.5, gzip', GZIP",
    "'identity;q=0, gzip;q=0.001', GZIP",
    "gzip;q=much, IDENTITY",
  })
  void the_client_chooses(String header, AnswerEncoding expected) {
    assertThat(AnswerEncoding.accepted(header)).isEqualTo(expected);
  }

  @Test
  void what_was_compressed_can_be_inflated_and_its_memory_is_given_back() throws IOException {
    byte[] plain = "abc".repeat(30_000).getBytes(StandardCharsets.UTF_8);

    assertThat(inflated(AnswerEncoding.GZIP, plain)).isEqualTo(plain);
    assertThat(inflated(AnswerEncoding.DEFLATE, plain)).isEqualTo(plain);
  }

  private static byte[] inflated(AnswerEncoding encoding, byte[] plain) throws IOException {
    ByteBuf body = Unpooled.directBuffer().writeBytes(plain);
    ByteBuf compressed = encoding.compress(body);
    assertThat(body.refCnt()).isZero();
    byte[] bytes = ByteBufUtil.getBytes(compressed);
    compressed.release();
    assertThat(bytes.length).isLessThan(plain.length / 10);
    InputStream source = new ByteArrayInputStream(bytes);
    return (encoding == AnswerEncoding.GZIP
            ? new GZIPInputStream(source)
            : new InflaterInputStream(source))
        .readAllBytes();
  }
}
