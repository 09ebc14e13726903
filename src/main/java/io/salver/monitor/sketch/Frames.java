package io.salver.monitor.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Byte strings with their length before them. */
public final class Frames {

  /** Longest that is read; bounds what a damaged one can make the reader allocate. */
  public static final int LONGEST = 1 << 20;

  private Frames() {}

  public static void write(DataOutput output, byte[] bytes) throws IOException {
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  public static byte[] read(DataInput input) throws IOException {
    int length = input.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a frame of %d bytes; at most %d".formatted(length, LONGEST));
    }
    byte[] bytes = new byte[length];
    input.readFully(bytes);
    return bytes;
  }
}
