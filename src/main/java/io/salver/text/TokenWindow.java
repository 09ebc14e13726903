package io.salver.text;

/**
 * What a model reads at a time: a part of the last text of an encoding, and all tokens before and
 * after that text. Immutable.
 *
 * @param begin the place of the first token of the text in the encoding
 * @param end the place after its last
 * @param from the place of the first token of the part
 * @param to the place after its last
 */
public record TokenWindow(Encoding encoding, int begin, int end, int from, int to) {

  /** How many tokens it has. */
  public int size() {
    return encoding.size() - (end - begin) + (to - from);
  }

  /** The place in the encoding of the window's token {@code at}. */
  public int place(int at) {
    if (at < begin) {
      return at;
    }
    int into = at - begin;
    return into < to - from ? from + into : end + into - (to - from);
  }

  /** The place in the window of the encoding's token {@code at}, one of the part. */
  public int at(int place) {
    return begin + place - from;
  }

  /** Whether it lacks tokens of the text. */
  public boolean isPart() {
    return to - from < end - begin;
  }

  /** The same with another part of the text. */
  TokenWindow part(int from, int to) {
    return new TokenWindow(encoding, begin, end, from, to);
  }
}
