package io.salver.tensor;

import io.salver.fault.InvalidInput;
import java.util.Arrays;

/**
 * The extents of a tensor, outermost first. In a signature an extent may be {@link #ANY}; in a
 * tensor it may not. Immutable; equality is by extents. A shape of rank 0 is a scalar with one
 * element.
 */
public final class Shape {

  /** An extent that a signature leaves open. */
  public static final long ANY = -1;

  private final long[] extents;

  private Shape(long[] extents) {
    this.extents = extents;
  }

  /** A shape of these extents, each non-negative or {@link #ANY}. */
  public static Shape of(long... extents) {
    for (long extent : extents) {
      if (extent < ANY) {
        throw new InvalidInput("shape " + Arrays.toString(extents) + " has a negative extent");
      }
    }
    return new Shape(extents.clone());
  }

  public int rank() {
    return extents.length;
  }

  /** The extent of that axis, counted from 0, the outermost. */
  public long extent(int axis) {
    return extents[axis];
  }

  /** A copy of the extents. */
  public long[] toArray() {
    return extents.clone();
  }

  /** Whether every extent is given. */
  public boolean isConcrete() {
    for (long extent : extents) {
      if (extent == ANY) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number of elements of a concrete shape.
   *
   * @throws InvalidInput when it does not fit in 63 bits or an extent is open
   */
  public long elements() {
    long product = 1;
    boolean empty = false;
    for (long extent : extents) {
      if (extent == ANY) {
        throw new InvalidInput("shape " + this + " has an open extent");
      }
      empty |= extent == 0;
      if (extent != 0) {
        if (product > Long.MAX_VALUE / extent) {
          throw new InvalidInput("shape " + this + " overflows 64 bits");
        }
        product *= extent;
      }
    }
    return empty ? 0 : product;
  }

  /**
   * Whether this concrete shape satisfies {@code pattern}: equal rank, and equal extents wherever
   * they are given.
   */
  public boolean matches(Shape pattern) {
    if (rank() != pattern.rank()) {
      return false;
    }
    for (int axis = 0; axis < extents.length; axis++) {
      if (pattern.extents[axis] != ANY && pattern.extents[axis] != extents[axis]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** For example {@code [-1, 3, 224, 224]}. */
  @Override
  public String toString() {
    return Arrays.toString(extents);
  }
}
