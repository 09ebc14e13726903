package io.salver.repository;

import io.salver.model.ModelSpec;
import io.salver.model.TextFiles;
import io.salver.model.TextFiles.Document;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the files that a model's {@code preprocess} and {@code postprocess} name. */
final class NamedTexts {

  private static final String TOKENIZER = "tokenizer";

  /** What {@code tokenizer} means where it is not given. */
  private static final String USUAL_TOKENIZER = "tokenizer.json";

  private static final Set<String> TASKS_OF_TEXT =
      Set.of(
          "text-classification",
          "token-classification",
          "text-embedding",
          "question-answering",
          "text-generation",
          "text-to-text");

  private static final long MOST_BYTES = 64L << 20;

  private final Path model;
  private final Confinement confinement;
  private final Map<String, List<String>> lines = new HashMap<>();
  private final Map<String, Document> documents = new HashMap<>();

  private NamedTexts(Path model, Confinement confinement) {
    this.model = model;
    this.confinement = confinement;
  }

  static TextFiles read(Path model, ModelSpec spec, Confinement confinement) throws IOException {
    NamedTexts texts = new NamedTexts(model, confinement);
    String task = spec.task().orElse("");
    texts.preprocess(spec.preprocess(), TASKS_OF_TEXT.contains(task));
    texts.postprocess(spec.postprocess(), task.startsWith("tabular-"));
    return new TextFiles(texts.lines, texts.documents);
  }

  private void preprocess(Map<?, ?> section, boolean isOfText) throws IOException {
    lines(section, "symbols", TextFiles.SYMBOLS);
    if (isOfText) {
      tokenizer(section, TextFiles.TOKENIZER);
    }
    if (section.get("features") instanceof List<?> features) {
      for (int i = 0; i < features.size(); i++) {
        if (features.get(i) instanceof Map<?, ?> feature) {
          feature(feature, i);
        }
      }
    }
  }

  private void feature(Map<?, ?> feature, int index) throws IOException {
    lines(feature, "file", TextFiles.ofFeature(index, "file"));
    if ("text".equals(feature.get("type"))) {
      tokenizer(feature, TextFiles.ofFeature(index, TOKENIZER));
    }
  }

  private void postprocess(Map<?, ?> section, boolean isOfRows) throws IOException {
    lines(section, "labels", TextFiles.LABELS);
    lines(section, "vocabulary", TextFiles.VOCABULARY);
    lines(section, "tokens", TextFiles.TOKENS);
    lines(section, "words", TextFiles.WORDS);
    lines(section, "transitions", TextFiles.TRANSITIONS);
    if (section.get("classification") instanceof Map<?, ?> whole) {
      lines(whole, "labels", TextFiles.TEXT_LABELS);
    }
    if (isOfRows) {
      lines(section, "background", TextFiles.BACKGROUND);
    }
    if (section.containsKey(TOKENIZER)) {
      tokenizer(section, TextFiles.DECODER_TOKENIZER);
    }
  }

  private void lines(Map<?, ?> section, String key, String path) throws IOException {
    Object name = section.get(key);
    if (name != null) {
      try {
        lines.put(path, Files.readAllLines(file(path, name)));
      } catch (MalformedInputException binary) {
        throw new RepositoryProblem(path + " '" + name + "' is not text in UTF-8");
      }
    }
  }

  private void tokenizer(Map<?, ?> section, String path) throws IOException {
    Object given = section.get(TOKENIZER);
    Path file = file(path, given == null ? USUAL_TOKENIZER : given);
    documents.put(path, new Document(file, ArtifactDigest.sha256(file)));
  }

  private Path file(String path, Object name) throws IOException {
    if (!(name instanceof String text) || text.isBlank()) {
      throw new RepositoryProblem(
          "model.yaml: " + path + " must be the name of a file, not " + name);
    }
    try {
      Path file = model.resolve(text);
      if (!Files.isRegularFile(file)) {
        throw new RepositoryProblem("there is no file '" + text + "', which " + path + " names");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new RepositoryProblem(
            "%s '%s' has %d bytes; at most %d are read"
                .formatted(path, text, Files.size(file), MOST_BYTES));
      }
      return confinement.require(file);
    } catch (InvalidPathException impossible) {
      throw new RepositoryProblem(path + " names no file: '" + text + "'");
    }
  }
}
