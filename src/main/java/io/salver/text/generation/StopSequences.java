package io.salver.text.generation;

import java.util.List;

/** Texts before which another one ends. Immutable. */
public record StopSequences(List<String> sequences) {

  /** Copies the list. */
  public StopSequences {
    sequences = List.copyOf(sequences);
    if (sequences.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("an empty text stops everything");
    }
  }

  /** Looks through a text that is arriving. */
  public Scan scan() {
    return new Scan(sequences);
  }

  /**
   * What of a text may be shown: all that is before the first stop sequence, and not the beginning
   * of one that may yet come. Not thread-safe.
   */
  public static final class Scan {

    private final List<String> sequences;
    private String held = "";
    private boolean stopped;

    private Scan(List<String> sequences) {
      this.sequences = sequences;
    }

    /** Takes more of the text; what may be shown of it now. */
    public String add(String text) {
      if (stopped) {
        return "";
      }
      String all = held + text;
      int end = firstStop(all);
      if (end >= 0) {
        stopped = true;
        held = "";
        return all.substring(0, end);
      }
      int shown = all.length() - longestBeginning(all);
      held = all.substring(shown);
      return all.substring(0, shown);
    }

    /** The text ends; what was held back. */
    public String finish() {
      String rest = held;
      held = "";
      return rest;
    }

    /** Whether a stop sequence came. */
    public boolean isStopped() {
      return stopped;
    }

    private int firstStop(String text) {
      int first = -1;
      for (String sequence : sequences) {
        int at = text.indexOf(sequence);
        if (at >= 0 && (first < 0 || at < first)) {
          first = at;
        }
      }
      return first;
    }

    /** How many characters at the end of the text could begin a stop sequence. */
    private int longestBeginning(String text) {
      int longest = 0;
      for (String sequence : sequences) {
        int most = Math.min(text.length(), sequence.length() - 1);
        for (int length = most; length > longest; length--) {
          if (text.regionMatches(text.length() - length, sequence, 0, length)) {
            longest = length;
          }
        }
      }
      return longest;
    }
  }
}
