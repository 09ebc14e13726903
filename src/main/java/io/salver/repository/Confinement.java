package io.salver.repository;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps paths inside a directory, whatever symbolic links say. Links within it are followed:
 * volumes of Kubernetes consist of them. Immutable.
 */
final class Confinement {

  private final Path root;

  Confinement(Path root) throws IOException {
    this.root = root.toRealPath();
  }

  /** The path itself, if what it leads to lies inside. */
  Path require(Path path) throws IOException {
    if (!holds(path)) {
      throw new RepositoryProblem(path.getFileName() + " leads outside the model repository");
    }
    return path;
  }

  /** Whether what the path leads to lies inside. */
  boolean holds(Path path) throws IOException {
    return path.toRealPath().startsWith(root);
  }
}
