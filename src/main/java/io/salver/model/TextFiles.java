package io.salver.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of lines that {@code model.yaml} names, as they lay there when the version was
 * declared. Immutable.
 *
 * @param linesByKey the lines of each, by the full key that names it, such as {@code
 *     postprocess.labels}
 */
public record TextFiles(Map<String, List<String>> linesByKey) {

  /** The names of classes, by index. */
  public static final String LABELS = "postprocess.labels";

  /** The symbols that a recogniser tells apart, by index. */
  public static final String VOCABULARY = "postprocess.vocabulary";

  /** The tokens that a decoder makes, by index. */
  public static final String TOKENS = "postprocess.tokens";

  /** The words that a recogniser may find. */
  public static final String WORDS = "postprocess.words";

  /** The symbols that a model reads, by index. */
  public static final String SYMBOLS = "preprocess.symbols";

  /** Every key that names a file of lines. */
  public static final List<String> KEYS = List.of(LABELS, VOCABULARY, TOKENS, WORDS, SYMBOLS);

  /** No files. */
  public static final TextFiles NONE = new TextFiles(Map.of());

  /** Copies the map and the lists. */
  public TextFiles {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    linesByKey.forEach((key, lines) -> copy.put(key, List.copyOf(lines)));
    linesByKey = Map.copyOf(copy);
  }

  /** The lines of the file that {@code key} names, if it names one. */
  public Optional<List<String>> find(String key) {
    return Optional.ofNullable(linesByKey.get(key));
  }

  /** The names of classes, by index; empty when there are none. */
  public List<String> labels() {
    return linesByKey.getOrDefault(LABELS, List.of());
  }
}
