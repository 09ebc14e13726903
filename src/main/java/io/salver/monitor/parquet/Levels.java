package io.salver.monitor.parquet;

import java.io.ByteArrayOutputStream;

/**
 * Levels of repetition or definition below 256, as runs (the RLE half of Parquet's hybrid
 * encoding). For one thread.
 */
final class Levels {

  private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
  private int level;
  private int length;

  void add(int next) {
    if (next != level) {
      flush();
      level = next;
    }
    length++;
  }

  /** All runs. */
  byte[] bytes() {
    flush();
    return runs.toByteArray();
  }

  private void flush() {
    if (length > 0) {
      Varint.write((long) length << 1, runs);
      runs.write(level);
      length = 0;
    }
  }
}
