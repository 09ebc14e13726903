package engine.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A model repository that the harness writes. */
public record Repository(Path root) {

  /** An empty one; what was there is removed. */
  public static Repository empty(Path root) throws IOException {
    remove(root);
    Files.createDirectories(root);
    return new Repository(root);
  }

  /** One with copies of those models of the repository {@code from}, and nothing else. */
  public static Repository copied(Path root, Path from, List<String> models) throws IOException {
    Repository copy = empty(root);
    for (String model : models) {
      try (Stream<Path> walk = Files.walk(from.resolve(model))) {
        for (Path path : walk.toList()) {
          Files.copy(path, root.resolve(from.relativize(path).toString()));
        }
      }
    }
    return copy;
  }

  /** Adds version 1 of a model; an empty {@code yaml} writes no model.yaml. */
  public Repository with(String name, byte[] model, String yaml) throws IOException {
    if (!yaml.isEmpty()) {
      Files.createDirectories(root.resolve(name));
      Files.writeString(root.resolve(name).resolve("model.yaml"), yaml + "\n");
    }
    write(name, 1, model);
    return this;
  }

  /** Writes or replaces a version in one step: whoever reads meanwhile gets the old or the new. */
  public void write(String name, long version, byte[] model) throws IOException {
    Path directory = Files.createDirectories(root.resolve(name).resolve(Long.toString(version)));
    Path file = directory.resolve("model.onnx");
    Path next = root.resolve(name).resolve(".next");
    Files.write(next, model);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes a version. */
  public void remove(String name, long version) throws IOException {
    remove(root.resolve(name).resolve(Long.toString(version)));
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
