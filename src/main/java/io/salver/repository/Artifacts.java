package io.salver.repository;

import io.salver.fault.Nearest;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelLoader;
import io.salver.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the file of a version that a backend can load. Immutable. */
final class Artifacts {

  private final SortedMap<String, String> fileByBackend = new TreeMap<>();

  Artifacts(Collection<? extends ModelLoader> loaders) {
    loaders.forEach(loader -> fileByBackend.put(loader.backend(), loader.artifactName()));
  }

  /** The names that an artefact can have. */
  List<String> names() {
    return List.copyOf(fileByBackend.values());
  }

  /** The version with its artefact, or with the reason why there is none. */
  DeclaredVersion find(ModelId id, Path model, Described described, Confinement confinement)
      throws IOException {
    Path directory = model.resolve(Long.toString(id.version()));
    ModelSpec spec = described.spec();
    try {
      String backend = backend(directory, described);
      Path file = directory.resolve(name(backend, described));
      return new DeclaredVersion.Loadable(
          new ModelArtifact(
              id,
              backend,
              confinement.require(file),
              spec,
              NamedTexts.read(model, spec, confinement),
              described.foreign()));
    } catch (RepositoryProblem problem) {
      return new DeclaredVersion.Unusable(id, problem.reason());
    }
  }

  private String name(String backend, Described described) {
    return described.artifactName().orElse(String.valueOf(fileByBackend.get(backend)));
  }

  private String backend(Path directory, Described described) {
    Optional<String> wanted = described.spec().backend();
    if (wanted.isPresent()) {
      return wanted(directory, wanted.get(), described);
    }
    if (described.artifactName().isPresent()) {
      throw new RepositoryProblem(
          "%s names the artefact but no backend".formatted(described.source()));
    }
    List<String> possible =
        fileByBackend.entrySet().stream()
            .filter(entry -> Files.isRegularFile(directory.resolve(entry.getValue())))
            .map(Map.Entry::getKey)
            .toList();
    return switch (possible.size()) {
      case 1 -> possible.getFirst();
      case 0 ->
          throw new RepositoryProblem(
              "directory " + directory.getFileName() + " holds none of " + names());
      default ->
          throw new RepositoryProblem(
              "directory %s holds artefacts of %s; say which with the key 'backend' of %s"
                  .formatted(directory.getFileName(), possible, described.source()));
    };
  }

  private String wanted(Path directory, String backend, Described described) {
    if (!fileByBackend.containsKey(backend)) {
      throw new RepositoryProblem(
          "model.yaml: unknown backend '%s'; the nearest known one is '%s'"
              .formatted(backend, Nearest.among(backend, fileByBackend.keySet())));
    }
    String file = name(backend, described);
    if (!Files.isRegularFile(directory.resolve(file))) {
      throw new RepositoryProblem(
          "directory %s holds no %s, which backend '%s' reads"
              .formatted(directory.getFileName(), file, backend));
    }
    return backend;
  }
}
