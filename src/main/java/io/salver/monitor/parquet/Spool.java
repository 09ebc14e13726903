package io.salver.monitor.parquet;

import io.salver.monitor.Observation;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Files of records that wait to become Parquet: each with its length and CRC-32C before it. What is
 * torn at the end, by a crash of the machine, is left out.
 */
final class Spool {

  private static final int MOST_BYTES = 1 << 28;

  private Spool() {}

  /** Takes records; it may fail as files do. */
  @FunctionalInterface
  interface Reader {
    void accept(Observation observation) throws IOException;
  }

  /** The bytes of records, to be appended. */
  static byte[] bytes(List<Observation> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Observation each : records) {
      byte[] record = SpooledRecord.bytes(each);
      out.writeInt(record.length);
      out.writeInt(checksum(record));
      out.write(record);
    }
    return bytes.toByteArray();
  }

  /** Tells {@code reader} of all records that are whole, in their order. */
  static void read(Path file, Reader reader) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      while (true) {
        int length = in.readInt();
        int checksum = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
          return;
        }
        byte[] record = in.readNBytes(length);
        if (record.length < length || checksum(record) != checksum) {
          return;
        }
        reader.accept(SpooledRecord.read(record));
      }
    } catch (EOFException end) {
      // all whole records are read
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
