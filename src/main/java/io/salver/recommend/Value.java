package io.salver.recommend;

import java.util.List;

/**
 * A raw value of a feature or attribute, before any encoding. Immutable; equality is by content.
 */
public sealed interface Value {

  /** A word or any other text. */
  record Text(String text) implements Value {}

  /** A finite number. */
  record Real(double number) implements Value {}

  /** Several words, in order. */
  record Texts(List<String> texts) implements Value {

    /** Copies the list. */
    public Texts {
      texts = List.copyOf(texts);
    }
  }

  /** The text of a number as a vocabulary spells it: without a fraction where it is whole. */
  static String spell(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
