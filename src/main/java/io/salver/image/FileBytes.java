package io.salver.image;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers at places of a file, counted from its first byte. Asking for what lies behind its end is
 * an {@link InvalidInput}. Not thread-safe only as far as the buffer is not.
 */
final class FileBytes {

  private final ByteBuffer big;
  private final ByteBuffer little;

  FileBytes(ByteBuffer file) {
    big = file.slice().order(ByteOrder.BIG_ENDIAN);
    little = file.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  int size() {
    return big.limit();
  }

  int u8(long at) {
    return big.get(index(at, 1)) & 0xFF;
  }

  int u16(long at) {
    return big.getShort(index(at, 2)) & 0xFFFF;
  }

  int u16Little(long at) {
    return little.getShort(index(at, 2)) & 0xFFFF;
  }

  int u24Little(long at) {
    return u16Little(at) | u8(at + 2) << 16;
  }

  long u32(long at) {
    return big.getInt(index(at, 4)) & 0xFFFFFFFFL;
  }

  long u32Little(long at) {
    return little.getInt(index(at, 4)) & 0xFFFFFFFFL;
  }

  /** Whether these bytes, written as Latin-1, lie there. */
  boolean has(long at, String latin) {
    if (at < 0 || at + latin.length() > size()) {
      return false;
    }
    for (int i = 0; i < latin.length(); i++) {
      if (u8(at + i) != latin.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int index(long at, int bytes) {
    if (at < 0 || at + bytes > size()) {
      throw new InvalidInput(
          "the file ends after %d bytes, in the middle of its head".formatted(size()));
    }
    return (int) at;
  }
}
