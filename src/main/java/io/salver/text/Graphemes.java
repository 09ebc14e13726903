package io.salver.text;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Keeps together what a reader takes for one character: letters and their combining marks, emoji
 * and what joins them (Unicode Standard Annex 29). Confined to one thread at a time.
 */
public final class Graphemes {

  private final String text;
  private final BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);

  /** Those of {@code text}. */
  public Graphemes(String text) {
    this.text = text;
    breaks.setText(text);
  }

  /** The last place at or before {@code place} that cuts none. */
  public int before(int place) {
    return breaks.isBoundary(place) ? place : breaks.preceding(place);
  }

  /** The first place at or after {@code place} that cuts none. */
  public int after(int place) {
    return place >= text.length() || breaks.isBoundary(place) ? place : breaks.following(place);
  }
}
