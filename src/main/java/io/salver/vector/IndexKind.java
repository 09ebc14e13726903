package io.salver.vector;

/**
 * Chooses the kind of an index from the number of its vectors. A pure function.
 *
 * <p>Below {@value #FLAT_BELOW} vectors an exact scan takes well under a millisecond and there is
 * nothing to gain. Above, an inverted file with about {@code 4·√n} cells balances the two halves of
 * a search, ranking the cells and scanning some of them (Jégou, Douze, Schmid: <i>Product
 * Quantization for Nearest Neighbor Search</i>, TPAMI 2011; the factor is the one that FAISS' guide
 * to choosing an index recommends).
 */
public final class IndexKind {

  /** The setting that leaves the choice to the size. */
  public static final String AUTO = "auto";

  /** From this number of vectors on, {@link #AUTO} means an inverted file. */
  public static final long FLAT_BELOW = 20_000;

  private static final double CELLS_PER_ROOT = 4;

  private IndexKind() {}

  /**
   * The description to build with, in the terms of FAISS' index factory: {@code setting} itself, or
   * a choice by {@code size} when it is {@link #AUTO}.
   */
  public static String resolve(String setting, long size) {
    return setting.equals(AUTO) ? forSize(size) : setting;
  }

  /** How many cells an inverted file of {@code size} vectors should have. */
  public static long cells(long size) {
    return Math.round(CELLS_PER_ROOT * Math.sqrt((double) size));
  }

  private static String forSize(long size) {
    if (size < FLAT_BELOW) {
      return "Flat";
    }
    return "IVF" + cells(size) + ",Flat";
  }
}
