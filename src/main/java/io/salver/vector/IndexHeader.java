package io.salver.vector;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The head of an index file, big-endian: magic, version of the format, length and CRC-32C of the
 * fields, then the fields, which say whose the payload is, what the index is, and how long the
 * payload is and its CRC-32C.
 */
record IndexHeader(String library, IndexSpec spec, long payloadBytes, int payloadChecksum) {

  private static final long MAGIC = 0x53414C5645524958L; // SALVERIX
  private static final int VERSION = 1;
  private static final int PREFIX_BYTES = Long.BYTES + 3 * Integer.BYTES;
  private static final int MAX_FIELD_BYTES = 1 << 12;

  ByteBuffer encode() {
    byte[] fields = fields();
    return ByteBuffer.allocate(PREFIX_BYTES + fields.length)
        .putLong(MAGIC)
        .putInt(VERSION)
        .putInt(fields.length)
        .putInt(checksum(fields))
        .put(fields)
        .flip();
  }

  private byte[] fields() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(library);
      out.writeUTF(spec.description());
      out.writeUTF(spec.metric().name());
      out.writeInt(spec.dimension());
      out.writeLong(payloadBytes);
      out.writeInt(payloadChecksum);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
    return bytes.toByteArray();
  }

  /** Reads the header, which leaves the channel at the payload. */
  static IndexHeader read(FileChannel channel, Path file) throws IOException {
    ByteBuffer prefix = readFully(channel, PREFIX_BYTES, file);
    if (prefix.getLong() != MAGIC) {
      throw new BackendFailure(file + " is not an index file of Salver");
    }
    int version = prefix.getInt();
    if (version != VERSION) {
      throw new BackendFailure(
          "index file " + file + " has format " + version + "; this is format " + VERSION);
    }
    int length = prefix.getInt();
    int checksum = prefix.getInt();
    if (length < 0 || length > MAX_FIELD_BYTES) {
      throw damaged(file);
    }
    byte[] fields = readFully(channel, length, file).array();
    if (checksum(fields) != checksum) {
      throw damaged(file);
    }
    return decode(fields, file);
  }

  private static IndexHeader decode(byte[] fields, Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(fields))) {
      String library = in.readUTF();
      String description = in.readUTF();
      Metric metric = Metric.valueOf(in.readUTF());
      IndexSpec spec = new IndexSpec(in.readInt(), metric, description);
      return new IndexHeader(library, spec, in.readLong(), in.readInt());
    } catch (InvalidInput | IllegalArgumentException e) {
      throw new BackendFailure("index file " + file + " has a header that makes no sense", e);
    }
  }

  private static ByteBuffer readFully(FileChannel channel, int bytes, Path file)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new BackendFailure("index file " + file + " is truncated within its header");
      }
    }
    return buffer.flip();
  }

  private static BackendFailure damaged(Path file) {
    return new BackendFailure("index file " + file + " is damaged: its header does not match");
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
