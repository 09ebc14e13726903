package io.salver.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that {@code model.yaml} names, as they lay there when the version was declared.
 * Immutable. Their keys are full, such as {@code postprocess.labels}, or {@code
 * preprocess.features[2].file} for one of a list.
 *
 * @param linesByKey the lines of those that are lists
 * @param documentByKey where those lie that are read by a library, such as {@code tokenizer.json}
 */
public record TextFiles(Map<String, List<String>> linesByKey, Map<String, Document> documentByKey) {

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

  /** The scores of one label after another. */
  public static final String TRANSITIONS = "postprocess.transitions";

  /** The names of the classes of a whole text, beside those of its tokens. */
  public static final String TEXT_LABELS = "postprocess.classification.labels";

  /** Rows of typical values, to which a row is compared. */
  public static final String BACKGROUND = "postprocess.background";

  /** What cuts texts into tokens. */
  public static final String TOKENIZER = "preprocess.tokenizer";

  /** What puts the tokens together that a model makes; absent: what cuts them. */
  public static final String DECODER_TOKENIZER = "postprocess.tokenizer";

  /** No files. */
  public static final TextFiles NONE = new TextFiles(Map.of());

  /**
   * A file as it lay there.
   *
   * @param sha256 of its content, in hexadecimal digits
   */
  public record Document(Path file, String sha256) {}

  /** Copies the maps and the lists. */
  public TextFiles {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    linesByKey.forEach((key, lines) -> copy.put(key, List.copyOf(lines)));
    linesByKey = Map.copyOf(copy);
    documentByKey = Map.copyOf(documentByKey);
  }

  /** Only files of lines. */
  public TextFiles(Map<String, List<String>> linesByKey) {
    this(linesByKey, Map.of());
  }

  /** The key {@code name} of a feature of a row, the {@code index}th of the list. */
  public static String ofFeature(int index, String name) {
    return "preprocess.features[%d].%s".formatted(index, name);
  }

  /** The file that {@code key} names and a library reads, if it names one. */
  public Optional<Document> document(String key) {
    return Optional.ofNullable(documentByKey.get(key));
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
