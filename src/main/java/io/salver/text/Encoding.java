package io.salver.text;

import java.util.ArrayList;
import java.util.List;

/**
 * All tokens of a text. Immutable: arrays are not copied and not to be changed. All have one entry
 * a token.
 *
 * @param ids in the vocabulary
 * @param types what kind of segment the model's template counts each token to, mostly 0 or 1
 * @param special whether the template, not the text, brought the token
 * @param sequences which text of the source a token belongs to, 0 or 1; -1 for special ones
 * @param words which word of that text a token belongs to, -1 for none; empty where spans were not
 *     asked for
 * @param starts the first character of a token in its text (or its word, if the source was in
 *     words), in UTF-16 units; empty where spans were not asked for
 * @param ends the character after its last, likewise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Encoding(
    int[] ids,
    int[] types,
    boolean[] special,
    int[] sequences,
    int[] words,
    int[] starts,
    int[] ends) {

  /** How many tokens there are, special ones included. */
  public int size() {
    return ids.length;
  }

  /** Whether words and characters are known. */
  public boolean hasSpans() {
    return starts.length == ids.length;
  }

  /** How many tokens are not of the last text that has any: those that every window repeats. */
  public int around() {
    TokenWindow whole = whole();
    return ids.length - (whole.to() - whole.from());
  }

  /** All of it as one window. */
  public TokenWindow whole() {
    int last = 0;
    for (int sequence : sequences) {
      last = Math.max(last, sequence);
    }
    int from = 0;
    while (from < ids.length && sequences[from] != last) {
      from++;
    }
    int to = ids.length;
    while (to > from && sequences[to - 1] != last) {
      to--;
    }
    return new TokenWindow(this, from, to, from, to);
  }

  /**
   * Windows over the last text, each of at most {@code most} tokens and with all tokens around it:
   * neighbours share {@code stride} tokens of the text. One where all fit.
   *
   * @param most more than {@link #around()} and {@code stride} together
   */
  public List<TokenWindow> windows(int most, int stride) {
    TokenWindow whole = whole();
    int room = most - around();
    int step = room - stride;
    if (stride < 0 || step < 1) {
      throw new IllegalArgumentException(
          "windows of %d tokens, %d of them around, cannot share %d"
              .formatted(most, around(), stride));
    }
    List<TokenWindow> windows = new ArrayList<>();
    int from = whole.from();
    while (whole.to() - from > room) {
      windows.add(whole.part(from, from + room));
      from += step;
    }
    windows.add(whole.part(from, whole.to()));
    return windows;
  }

  /** The first window of at most {@code most} tokens, which is more than {@link #around()}. */
  public TokenWindow cut(int most) {
    TokenWindow whole = whole();
    int room = Math.max(0, most - around());
    return whole.part(whole.from(), Math.min(whole.to(), whole.from() + room));
  }
}
