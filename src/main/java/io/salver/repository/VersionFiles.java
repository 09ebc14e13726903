package io.salver.repository;

import io.salver.fault.BackendFailure;
import io.salver.model.ArtifactFiles;
import io.salver.model.ModelArtifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files in the directory of a version. What only people and monitoring read is not part of the
 * model, and neither are hidden files. Thread-safe.
 */
public final class VersionFiles implements ArtifactFiles {

  private static final Set<String> COMPANIONS =
      Set.of("golden.json", "profile.json", "card.md", Manifest.FILE);
  private static final int DEPTH = 8;

  private final boolean manifestRequired;

  /** Files that are verified where there is a manifest; one must be there if so required. */
  public VersionFiles(boolean manifestRequired) {
    this.manifestRequired = manifestRequired;
  }

  @Override
  public long bytes(ModelArtifact artifact) {
    try {
      long bytes = 0;
      for (Path file : ofModel(directory(artifact))) {
        bytes += Files.size(file);
      }
      return bytes;
    } catch (IOException | UncheckedIOException unreadable) {
      throw unreadable(artifact, unreadable);
    }
  }

  @Override
  public String verify(ModelArtifact artifact) {
    Path directory = directory(artifact);
    try {
      Optional<Manifest> manifest = Manifest.in(directory);
      if (manifest.isPresent()) {
        manifest.get().verify(ofModel(directory));
        return manifest.get().sha256(artifact.file());
      }
      if (manifestRequired) {
        throw new RepositoryProblem(
            "there is no %s, which salver.models.require-manifest asks for"
                .formatted(Manifest.FILE));
      }
      return ArtifactDigest.sha256(artifact.file());
    } catch (RepositoryProblem problem) {
      throw new BackendFailure(problem.reason());
    } catch (IOException | UncheckedIOException unreadable) {
      throw unreadable(artifact, unreadable);
    }
  }

  /** The artefact and what lies beside it, sorted. */
  static List<Path> ofModel(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> isOfModel(directory.relativize(file)))
          .sorted()
          .toList();
    }
  }

  static Path directory(ModelArtifact artifact) {
    return artifact.file().toAbsolutePath().normalize().resolveSibling("");
  }

  private static boolean isOfModel(Path relative) {
    return !COMPANIONS.contains(relative.toString())
        && StreamSupport.stream(relative.spliterator(), false)
            .noneMatch(part -> part.toString().startsWith("."));
  }

  private static BackendFailure unreadable(ModelArtifact artifact, Exception cause) {
    return new BackendFailure("the files of " + artifact.id() + " cannot be read", cause);
  }
}
