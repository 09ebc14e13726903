package io.salver.api.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** How an answer is compressed ({@code Accept-Encoding}, RFC 9110 section 12.5.3). */
enum AnswerEncoding {
  IDENTITY,
  GZIP,
  DEFLATE;

  private static final int CHUNK_BYTES = 8 * 1024;
  private static final double REFUSED = 0;
  private static final double UNSAID = -1;

  /**
   * The encoding that {@code header} likes best; gzip where it likes both alike, none where it
   * likes none better.
   */
  static AnswerEncoding accepted(String header) {
    double any = UNSAID;
    double gzip = UNSAID;
    double deflate = UNSAID;
    double identity = UNSAID;
    for (String element : header.split(",", -1)) {
      String[] parts = element.trim().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
      double quality = Accepted.quality(parts);
      switch (parts[0]) {
        case "*" -> any = quality;
        case "gzip", "x-gzip" -> gzip = quality;
        case "deflate" -> deflate = quality;
        case "identity" -> identity = quality;
        default -> {} // one that we cannot produce
      }
    }
    gzip = gzip == UNSAID ? any : gzip;
    deflate = deflate == UNSAID ? any : deflate;
    double best = Math.max(gzip, deflate);
    if (best <= REFUSED || best < identity) {
      return IDENTITY;
    }
    return gzip >= deflate ? GZIP : DEFLATE;
  }

  String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The bytes of {@code body} compressed, in pooled memory; that of {@code body} is released. */
  ByteBuf compress(ByteBuf body) {
    ByteBuf target = PooledByteBufAllocator.DEFAULT.directBuffer(CHUNK_BYTES);
    try (InputStream plain = new ByteBufInputStream(body.slice());
        OutputStream compressed = open(new ByteBufOutputStream(target))) {
      plain.transferTo(compressed);
    } catch (IOException e) {
      target.release();
      throw new UncheckedIOException(e); // memory cannot fail to be read or written
    } finally {
      body.release();
    }
    return target;
  }

  private OutputStream open(OutputStream target) throws IOException {
    return switch (this) {
      case IDENTITY -> target;
      case GZIP -> new FastGzip(target);
      case DEFLATE -> new FastDeflate(target);
    };
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream target) throws IOException {
      super(target, CHUNK_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Closing it ends its deflater, which it made itself. */
  private static final class FastDeflate extends DeflaterOutputStream {
    FastDeflate(OutputStream target) {
      super(target);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
