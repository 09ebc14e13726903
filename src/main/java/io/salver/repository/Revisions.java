package io.salver.repository;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelArtifact;
import io.salver.repository.triton.TritonModelReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tells whether a version is what it was, by content: the digests of its files, of {@code
 * model.yaml} or {@code config.pbtxt}, and the lines that it names. A file is read again only when
 * its size, its times or its inode have changed, so that asking often is cheap. Thread-safe.
 */
final class Revisions {

  private static final List<String> COMPANIONS =
      List.of("golden.json", Manifest.FILE, "../model.yaml", "../" + TritonModelReader.FILE);
  private static final String ATTRIBUTES = "unix:size,lastModifiedTime,ctime,ino";

  private final ConcurrentMap<Path, Map<Path, Digest>> known = new ConcurrentHashMap<>();

  private record Digest(Map<String, Object> attributes, String sha256) {}

  String of(ModelArtifact artifact) {
    Path version = VersionFiles.directory(artifact);
    Map<Path, Digest> before = known.getOrDefault(version, Map.of());
    Map<Path, Digest> now = new HashMap<>();
    StringBuilder revision = new StringBuilder(artifact.backend());
    try {
      for (Path file : VersionFiles.ofModel(version)) {
        append(revision, file, before, now);
      }
      for (String companion : COMPANIONS) {
        append(revision, version.resolve(companion).normalize(), before, now);
      }
    } catch (IOException | UncheckedIOException | BackendFailure unreadable) {
      return "unreadable: " + unreadable; // the load will say so
    }
    known.put(version, now);
    return revision
        .append('\n')
        .append(new TreeMap<>(artifact.texts().linesByKey()))
        .append(new TreeMap<>(artifact.texts().documentByKey()))
        .toString();
  }

  private static void append(
      StringBuilder revision, Path file, Map<Path, Digest> before, Map<Path, Digest> now)
      throws IOException {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(file, ATTRIBUTES);
    } catch (NoSuchFileException none) {
      return;
    }
    Digest digest = before.get(file);
    if (digest == null || !digest.attributes().equals(attributes)) {
      digest = new Digest(attributes, ArtifactDigest.sha256(file));
    }
    now.put(file, digest);
    revision.append('\n').append(digest.sha256()).append(' ').append(file.getFileName());
  }
}
