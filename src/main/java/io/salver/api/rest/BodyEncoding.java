package io.salver.api.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.salver.fault.InvalidInput;
import io.salver.tensor.TensorScope;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** How a body was compressed ({@code Content-Encoding}, RFC 9110 section 8.4). */
enum BodyEncoding {
  IDENTITY,
  GZIP,
  DEFLATE;

  private static final int CHUNK_BYTES = 16 * 1024;

  /** The encoding of that name; an empty name stands for none. */
  static BodyEncoding named(String name) {
    return switch (name.trim().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      default ->
          throw new InvalidInput(
              "unknown Content-Encoding '" + name + "'; expected gzip or deflate");
    };
  }

  /**
   * The inflated body, in memory of {@code scope}. It stops at {@code limit}, so that a small body
   * cannot take much memory.
   *
   * @throws InvalidInput when the body is not of this encoding
   * @throws io.salver.fault.TooLarge when it inflates to more than {@code limit} bytes
   */
  ByteBuffer inflate(ByteBuffer body, TensorScope scope, long limit, long headerBytes) {
    if (this == IDENTITY) {
      return body;
    }
    BodyCollector collector = new BodyCollector(scope, limit, -1, headerBytes);
    byte[] chunk = new byte[CHUNK_BYTES];
    ByteBuf view = Unpooled.wrappedBuffer(chunk);
    try (InputStream inflated = open(new ByteBufferInputStream(body))) {
      for (int read = inflated.read(chunk); read >= 0; read = inflated.read(chunk)) {
        collector.append(view.setIndex(0, read));
      }
    } catch (ZipException | EOFException e) {
      throw new InvalidInput("the body is not well-formed " + name().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory cannot fail to be read
    }
    return collector.body();
  }

  private InputStream open(InputStream compressed) throws IOException {
    return switch (this) {
      case IDENTITY -> compressed;
      case GZIP -> new GZIPInputStream(compressed, CHUNK_BYTES);
      case DEFLATE -> new InflaterInputStream(compressed);
    };
  }
}
