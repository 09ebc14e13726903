package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that may be found, spelled in symbols, as a tree; or none, when everything may be.
 * Immutable.
 */
final class WordTree {

  /** Where a labelling stands. */
  static final class Place {
    private final Map<Integer, Place> next = new HashMap<>();
    private boolean ends;
  }

  private static final WordTree FREE = new WordTree(-1, false);

  private final Place root = new Place();
  private final int separator;
  private final boolean restricts;

  private WordTree(int separator, boolean restricts) {
    this.separator = separator;
    this.restricts = restricts;
  }

  /** Everything may be found. */
  static WordTree free() {
    return FREE;
  }

  /** Only {@code words} may be found, with the separator of the vocabulary between them. */
  static WordTree of(List<String> words, Vocabulary vocabulary) {
    WordTree tree = new WordTree(vocabulary.symbols().indexOf(vocabulary.separator()), true);
    Map<String, Integer> classBySymbol = new HashMap<>();
    for (int i = 0; i < vocabulary.symbols().size(); i++) {
      if (i != vocabulary.blank()) {
        classBySymbol.putIfAbsent(vocabulary.symbols().get(i), i);
      }
    }
    for (String word : words) {
      if (!word.isBlank()) {
        tree.add(spelled(word.strip(), classBySymbol));
      }
    }
    return tree;
  }

  private void add(List<Integer> symbols) {
    Place place = root;
    for (int symbol : symbols) {
      place = place.next.computeIfAbsent(symbol, _ -> new Place());
    }
    place.ends = true;
  }

  Place start() {
    return root;
  }

  /** Where {@code symbol} leads; nowhere where no word goes on with it. */
  @Nullable Place after(Place place, int symbol) {
    if (!restricts) {
      return place;
    }
    if (symbol == separator) {
      return place.ends ? root : null;
    }
    Place inside = place.next.get(symbol);
    // Where nothing stands between words, a word may follow another at once.
    return inside == null && separator < 0 && place.ends ? root.next.get(symbol) : inside;
  }

  /** Whether no word has begun that has not ended. */
  boolean isWhole(Place place) {
    return !restricts || place.ends || place == root;
  }

  /** The symbols of a word; the longest that fits first. */
  private static List<Integer> spelled(String word, Map<String, Integer> classBySymbol) {
    List<Integer> symbols = new ArrayList<>();
    int longest = classBySymbol.keySet().stream().mapToInt(String::length).max().orElse(0);
    for (int at = 0; at < word.length(); ) {
      int end = Math.min(word.length(), at + longest);
      while (end > at && !classBySymbol.containsKey(word.substring(at, end))) {
        end--;
      }
      if (end == at) {
        throw new BackendFailure(
            "model.yaml: postprocess.words has the word '%s', which the vocabulary cannot spell"
                .formatted(word));
      }
      symbols.add(classBySymbol.get(word.substring(at, end)));
      at = end;
    }
    return symbols;
  }
}
