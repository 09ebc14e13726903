package io.salver.text.generation;

import java.util.Arrays;

/**
 * Puts a text together while its tokens come, and gives each piece of it once: whole characters
 * only, where tokens are parts of them. What a token spells can depend on the one before it (a
 * space that a tokenizer leaves out at the beginning), so that a few are spelled again with it. Not
 * thread-safe.
 */
public final class GrowingText {

  private static final char REPLACEMENT = '\uFFFD';
  private static final int CONTEXT = 8;

  /** No character of UTF-8 has more bytes, and no token has fewer. */
  private static final int LONGEST_CHARACTER = 4;

  private final Spelling spelling;
  private int[] window;

  /** How many tokens of the window have been given. */
  private int given;

  /** What they spell, without a character that they do not complete. */
  private String givenText;

  /** A text that follows on {@code before}, of which nothing is given. */
  public GrowingText(Spelling spelling, int[] before) {
    this.spelling = spelling;
    this.window = Arrays.copyOfRange(before, Math.max(0, before.length - CONTEXT), before.length);
    this.given = window.length;
    this.givenText = whole(spelling.text(window));
  }

  /** What tokens spell together. */
  @FunctionalInterface
  public interface Spelling {
    /** A text; bytes that are no UTF-8 become U+FFFD, an unfinished character one of them. */
    String text(int[] ids);
  }

  /** Takes the next token; what it completes, mostly what it spells. */
  public String add(int id) {
    window = Arrays.copyOf(window, window.length + 1);
    window[window.length - 1] = id;
    String all = spelling.text(window);
    if (!endsUnfinished(all)) {
      return give(all, window.length);
    }
    return window.length - given > 2 * LONGEST_CHARACTER ? giveBeginning(all) : "";
  }

  /** The text ends; what was held back, with U+FFFD for a character that never came whole. */
  public String finish() {
    return give(spelling.text(window), window.length);
  }

  /** Tokens that only go on spelling no character: all but the last few can be given. */
  private String giveBeginning(String all) {
    for (int rest = LONGEST_CHARACTER; rest < window.length - given; rest++) {
      int end = window.length - rest;
      String first = spelling.text(Arrays.copyOf(window, end));
      String last = spelling.text(Arrays.copyOfRange(window, end, window.length));
      if (all.equals(first + last)) {
        return give(first, end);
      }
    }
    return "";
  }

  /** Gives {@code text}, which the window spells up to {@code end}. */
  private String give(String text, int end) {
    String piece = text.substring(boundary(text, Math.min(givenText.length(), text.length())));
    if (piece.isEmpty()) {
      window = Arrays.copyOf(window, given); // tokens without text would only make it longer
    } else {
      window = Arrays.copyOfRange(window, given, window.length);
      given = end - given;
      givenText = spelled(given);
    }
    return piece;
  }

  /** The place {@code at}, or that after it where a character has two units around it. */
  private static int boundary(String text, int at) {
    boolean isInside = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
    return isInside && Character.isHighSurrogate(text.charAt(at - 1)) ? at + 1 : at;
  }

  private String spelled(int tokens) {
    return spelling.text(Arrays.copyOf(window, tokens));
  }

  private static boolean endsUnfinished(String text) {
    return !text.isEmpty() && text.charAt(text.length() - 1) == REPLACEMENT;
  }

  private static String whole(String text) {
    return endsUnfinished(text) ? text.substring(0, text.length() - 1) : text;
  }
}
