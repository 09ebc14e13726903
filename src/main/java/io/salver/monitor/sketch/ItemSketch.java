package io.salver.monitor.sketch;

import java.util.List;

/** The frequent ones of a stream of texts, in bounded memory. Not thread-safe. */
public interface ItemSketch {

  /** Takes one text. */
  void add(String item);

  /** Takes what another sketch saw, which stays as it is. */
  void merge(ItemSketch other);

  /** The texts that are kept, most frequent first, ties by text. */
  List<ItemCount> items();

  /** The sketch in a form that its {@link Sketches} read again, on any machine. */
  byte[] toBytes();

  /**
   * How often a text came.
   *
   * @param count an estimate, which is not too small
   * @param error by how much it may be too large
   */
  record ItemCount(String item, long count, long error) {}
}
