package io.salver.table;

/** Writes numbers as a person does. */
final class Numbers {

  private static final double EXACT = 1e15;

  private Numbers() {}

  /** Without a fraction where it has none. */
  static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < EXACT
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
