package io.salver.repository;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code SHA256SUMS} says of the files of a version, in the format of {@code sha256sum}:
 * people write it by {@code sha256sum * > SHA256SUMS} and check it by {@code sha256sum -c}. A line
 * about itself, which that command leaves when it is run twice, says nothing. Immutable.
 */
final class Manifest {

  static final String FILE = "SHA256SUMS";

  private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *](.+)");

  private final Path directory;
  private final SortedMap<Path, String> expected;

  private Manifest(Path directory, SortedMap<Path, String> expected) {
    this.directory = directory;
    this.expected = expected;
  }

  /** The manifest that lies in {@code directory}. */
  static Optional<Manifest> in(Path directory) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(directory.resolve(FILE));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (MalformedInputException binary) {
      throw new RepositoryProblem(FILE + " is not text in UTF-8");
    }
    SortedMap<Path, String> expected = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        read(directory, lines.get(i), i + 1, expected);
      }
    }
    return Optional.of(new Manifest(directory, expected));
  }

  /** Reads every file that is listed and compares; all of {@code files} must be listed. */
  void verify(List<Path> files) throws IOException {
    for (Path file : files) {
      if (!expected.containsKey(file)) {
        throw new RepositoryProblem(
            "%s does not list %s, which is part of the model"
                .formatted(FILE, directory.relativize(file)));
      }
    }
    Confinement confinement = new Confinement(directory);
    for (Path file : expected.keySet()) {
      if (!Files.isRegularFile(file)) {
        throw new RepositoryProblem(
            "%s lists %s, which is missing".formatted(FILE, directory.relativize(file)));
      }
      if (!confinement.holds(file)) {
        throw outside(directory.relativize(file).toString());
      }
      compare(file);
    }
  }

  /** What the manifest says of one file that it lists. */
  String sha256(Path file) {
    return expected.getOrDefault(file.toAbsolutePath().normalize(), "");
  }

  private void compare(Path file) {
    String found = ArtifactDigest.sha256(file);
    if (!found.equals(expected.get(file))) {
      throw new RepositoryProblem(
          "%s is not what %s says: expected %s, found %s"
              .formatted(directory.relativize(file), FILE, expected.get(file), found));
    }
  }

  private static void read(
      Path directory, String line, int number, SortedMap<Path, String> expected) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new RepositoryProblem(
          "line %d of %s is not 'SHA-256  file', as sha256sum writes it".formatted(number, FILE));
    }
    String name = matcher.group(2);
    Path file = resolve(directory, name);
    if (!file.startsWith(directory)) {
      throw outside(name);
    }
    if (!file.equals(directory.resolve(FILE))) {
      expected.put(file, matcher.group(1).toLowerCase(Locale.ROOT));
    }
  }

  private static Path resolve(Path directory, String name) {
    try {
      return directory.resolve(name).normalize();
    } catch (InvalidPathException impossible) {
      throw new RepositoryProblem("%s lists '%s', which names no file".formatted(FILE, name));
    }
  }

  private static RepositoryProblem outside(String name) {
    return new RepositoryProblem(
        "%s lists %s, which lies outside the version's directory".formatted(FILE, name));
  }
}
