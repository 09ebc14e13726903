package io.salver.task.tabular;

/**
 * How many tokens a text may have, and how many its row of the tensor has.
 *
 * @param most with special tokens
 * @param isStrict whether a longer text is an error, else it is cut
 * @param isFixed whether every row has {@code most}
 * @param multiple of which lengths are multiples
 */
record TextLength(int most, boolean isStrict, boolean isFixed, int multiple) {

  /** The extent of a tensor whose longest text has so many tokens. */
  int padded(int longest) {
    return isFixed
        ? most
        : Math.clamp((long) Math.ceilDiv(Math.max(1, longest), multiple) * multiple, 1, most);
  }
}
