package io.salver.task.speech;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the classes of a recogniser stand for. Symbols in angle brackets, such as {@code <unk>}, are
 * not written. Where no symbol separates words and a symbol is longer than a character, each symbol
 * is a word. Immutable.
 *
 * @param symbols by class
 * @param blank the class of no symbol
 * @param separator what stands between words, or begins a word; empty where there is none
 */
record Vocabulary(List<String> symbols, int blank, String separator) {

  Vocabulary {
    symbols = List.copyOf(symbols);
  }

  /** What a symbol does to the text. */
  sealed interface Effect {

    /** A word may end; then {@code text}, which may be empty, begins the next. */
    record Begin(String text) implements Effect {}

    /** The word goes on. */
    record Append(String text) implements Effect {}
  }

  Effect effect(int symbol) {
    String text = symbols.get(symbol);
    if (symbol == blank || isSilent(text)) {
      return new Effect.Append("");
    }
    if (separator.isEmpty()) {
      return hasWords() ? new Effect.Begin(text) : new Effect.Append(text);
    }
    return text.startsWith(separator)
        ? new Effect.Begin(text.substring(separator.length()))
        : new Effect.Append(text);
  }

  /** Whether symbols are words, which nothing separates. */
  boolean hasWords() {
    return separator.isEmpty()
        && IntStream.range(0, symbols.size())
            .filter(symbol -> symbol != blank)
            .mapToObj(symbols::get)
            .filter(each -> !isSilent(each))
            .anyMatch(each -> each.codePointCount(0, each.length()) > 1);
  }

  static boolean isSilent(String symbol) {
    return symbol.length() > 2 && symbol.startsWith("<") && symbol.endsWith(">");
  }
}
