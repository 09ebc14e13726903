package io.salver.repository;

import io.salver.model.ModelSpec;
import io.salver.model.TextFiles;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of lines that a model's {@code preprocess} and {@code postprocess} name. */
final class NamedTexts {

  private NamedTexts() {}

  static TextFiles read(Path model, ModelSpec spec, Confinement confinement) throws IOException {
    Map<String, List<String>> lines = new HashMap<>();
    for (String key : TextFiles.KEYS) {
      Map<String, Object> section =
          key.startsWith("preprocess.") ? spec.preprocess() : spec.postprocess();
      Object name = section.get(key.substring(key.indexOf('.') + 1));
      if (name != null) {
        lines.put(key, read(model, key, name, confinement));
      }
    }
    return new TextFiles(lines);
  }

  private static List<String> read(Path model, String key, Object name, Confinement confinement)
      throws IOException {
    if (!(name instanceof String text) || text.isBlank()) {
      throw new RepositoryProblem(
          "model.yaml: " + key + " must be the name of a file, not " + name);
    }
    try {
      Path file = model.resolve(text);
      if (!Files.isRegularFile(file)) {
        throw new RepositoryProblem("there is no file '" + text + "', which " + key + " names");
      }
      return Files.readAllLines(confinement.require(file));
    } catch (MalformedInputException binary) {
      throw new RepositoryProblem(key + " '" + text + "' is not text in UTF-8");
    } catch (InvalidPathException impossible) {
      throw new RepositoryProblem(key + " names no file: '" + text + "'");
    }
  }
}
