package io.salver.repository;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the file that {@code postprocess.labels} names: a label a line, by index. */
final class Labels {

  private Labels() {}

  static List<String> read(Path model, Map<String, Object> postprocess, Confinement confinement)
      throws IOException {
    Object name = postprocess.get("labels");
    if (name == null) {
      return List.of();
    }
    if (!(name instanceof String text) || text.isBlank()) {
      throw new RepositoryProblem(
          "model.yaml: postprocess.labels must be the name of a file, not " + name);
    }
    try {
      Path file = model.resolve(text);
      if (!Files.isRegularFile(file)) {
        throw new RepositoryProblem(
            "there is no file '" + text + "', which postprocess.labels names");
      }
      return Files.readAllLines(confinement.require(file));
    } catch (MalformedInputException binary) {
      throw new RepositoryProblem("labels '" + text + "' are not text in UTF-8");
    } catch (InvalidPathException impossible) {
      throw new RepositoryProblem("postprocess.labels names no file: '" + text + "'");
    }
  }
}
