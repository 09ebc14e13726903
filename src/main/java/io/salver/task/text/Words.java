package io.salver.task.text;

import io.salver.text.Encoding;
import io.salver.text.Graphemes;
import java.util.Arrays;

/**
 * The words of a text, as its tokenizer finds them. Immutable; arrays are not to be changed.
 *
 * @param firsts the place of the first token of each in the encoding, ascending
 * @param starts the first character of each
 * @param ends the character after its last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Words(int[] firsts, int[] starts, int[] ends) {

  /** Those of the first text of an encoding that has spans. */
  static Words of(Encoding encoding) {
    int[] firsts = new int[encoding.size()];
    int[] ends = new int[encoding.size()];
    int count = 0;
    int before = -1;
    for (int token = 0; token < encoding.size(); token++) {
      if (encoding.sequences()[token] != 0) {
        continue;
      }
      int word = encoding.words()[token];
      if (count == 0 || word < 0 || word != before) {
        firsts[count++] = token;
      }
      ends[count - 1] = Math.max(ends[count - 1], encoding.ends()[token]);
      before = word;
    }
    int[] kept = Arrays.copyOf(firsts, count);
    int[] starts = Arrays.stream(kept).map(token -> encoding.starts()[token]).toArray();
    return new Words(kept, starts, Arrays.copyOf(ends, count));
  }

  int count() {
    return firsts.length;
  }

  /** The part of a text that lies between two places, without spaces around it. */
  record Part(int start, int end) {

    /** Makes the part larger where it would cut what a reader takes for one character. */
    static Part of(String text, Graphemes graphemes, int start, int end) {
      int from = start;
      int to = end;
      while (from < to && isSpace(text.charAt(from))) {
        from++;
      }
      while (to > from && isSpace(text.charAt(to - 1))) {
        to--;
      }
      return from == to
          ? new Part(from, to)
          : new Part(graphemes.before(from), graphemes.after(to));
    }

    boolean isEmpty() {
      return start == end;
    }

    String of(String text) {
      return text.substring(start, end);
    }

    private static boolean isSpace(char unit) {
      return Character.isWhitespace(unit) || Character.isSpaceChar(unit);
    }
  }
}
