package io.salver.sound.codec;

import io.salver.fault.InvalidInput;
import java.io.EOFException;

/**
 * Looks at the setup header of a Vorbis stream (Vorbis I, section 4.2.4) before the library does,
 * which makes room for whatever the header claims, and searches without an end where a code book
 * has no dimensions. The bounds are those of the reference decoder, and one on the sum.
 */
final class VorbisSetup {

  private static final int BOOK_MARK = 0x564342;
  private static final long MOST_VALUES = 1 << 22;

  private final BitReader bits;
  private long[] entries = new long[0];
  private long[] dimensions = new long[0];
  private long values;

  private VorbisSetup(BitReader bits) {
    this.bits = bits;
  }

  /** Checks the packet, its seven bytes of a mark behind it. */
  static void check(BitReader bits) throws EOFException {
    VorbisSetup setup = new VorbisSetup(bits);
    setup.books();
    setup.times();
    setup.floors();
    setup.residues();
  }

  private void books() throws EOFException {
    int count = (int) bits.read(8) + 1;
    entries = new long[count];
    dimensions = new long[count];
    for (int book = 0; book < count; book++) {
      require(bits.read(24) == BOOK_MARK, "no code book where one should be");
      dimensions[book] = bits.read(16);
      entries[book] = bits.read(24);
      require(dimensions[book] > 0 && entries[book] > 0, "an empty code book");
      values += entries[book] * (dimensions[book] + 2);
      require(values <= MOST_VALUES, "code books beyond any encoder's");
      lengths(entries[book]);
      mapping(entries[book], dimensions[book]);
    }
  }

  private void lengths(long count) throws EOFException {
    if (bits.flag()) {
      bits.skip(5);
      for (long done = 0; done < count; ) {
        long more = bits.read(Long.SIZE - Long.numberOfLeadingZeros(count - done));
        require(more <= count - done, "a code book with too many words");
        done += more;
      }
      return;
    }
    boolean sparse = bits.flag();
    for (long i = 0; i < count; i++) {
      if (!sparse || bits.flag()) {
        bits.skip(5);
      }
    }
  }

  private void mapping(long count, long width) throws EOFException {
    int type = (int) bits.read(4);
    require(type <= 2, "a code book of an unknown kind");
    if (type == 0) {
      return;
    }
    bits.skip(64);
    int size = (int) bits.read(4) + 1;
    bits.skip(1);
    bits.skip(size * (type == 2 ? count * width : root(count, width)));
  }

  /** The greatest number whose power is not above {@code count}. */
  private static long root(long count, long power) {
    long root = 1;
    while (within(root + 1, power, count)) {
      root++;
    }
    // The library computes the next power with 32 bits.
    require(within(root + 1, power, Integer.MAX_VALUE), "a code book of too many dimensions");
    return root;
  }

  private static boolean within(long base, long power, long bound) {
    long product = 1;
    for (long i = 0; i < power; i++) {
      product *= base;
      if (product > bound) {
        return false;
      }
    }
    return true;
  }

  private void times() throws EOFException {
    long count = bits.read(6) + 1;
    for (long i = 0; i < count; i++) {
      require(bits.read(16) == 0, "a time transform of an unknown kind");
    }
  }

  private void floors() throws EOFException {
    long count = bits.read(6) + 1;
    for (long i = 0; i < count; i++) {
      long type = bits.read(16);
      require(type <= 1, "a floor of an unknown kind");
      if (type == 0) {
        bits.skip(8 + 16 + 16 + 6 + 8);
        bits.skip(8 * (bits.read(4) + 1));
      } else {
        floor();
      }
    }
  }

  private void floor() throws EOFException {
    int partitions = (int) bits.read(5);
    int[] classes = new int[partitions];
    int most = -1;
    for (int i = 0; i < partitions; i++) {
      classes[i] = (int) bits.read(4);
      most = Math.max(most, classes[i]);
    }
    int[] widths = new int[most + 1];
    for (int i = 0; i <= most; i++) {
      widths[i] = (int) bits.read(3) + 1;
      int subclasses = (int) bits.read(2);
      bits.skip((subclasses == 0 ? 0 : 8) + 8L * (1 << subclasses));
    }
    bits.skip(2);
    int range = (int) bits.read(4);
    for (int each : classes) {
      bits.skip((long) widths[each] * range);
    }
  }

  private void residues() throws EOFException {
    long count = bits.read(6) + 1;
    for (long i = 0; i < count; i++) {
      require(bits.read(16) <= 2, "a residue of an unknown kind");
      bits.skip(72);
      int classes = (int) bits.read(6) + 1;
      int book = (int) bits.read(8);
      require(book < entries.length, "a residue without a code book");
      require(
          within(classes, dimensions[book], entries[book]),
          "a residue with more classes than its code book has words");
      int books = 0;
      for (int each = 0; each < classes; each++) {
        long cascade = bits.read(3);
        books += Long.bitCount(bits.flag() ? cascade | bits.read(5) << 3 : cascade);
      }
      bits.skip(8L * books);
    }
  }

  private static void require(boolean valid, String what) {
    if (!valid) {
      throw new InvalidInput("is damaged: its setup has " + what);
    }
  }
}
