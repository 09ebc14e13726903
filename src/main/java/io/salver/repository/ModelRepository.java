package io.salver.repository;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.DeclaredModels;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.ModelLoader;
import io.salver.model.VersionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of models in the layout that users of Triton and TensorFlow Serving know: {@code
 * <name>/<version>/<artefact>}, with an optional {@code <name>/model.yaml} or, in its place,
 * Triton's {@code <name>/config.pbtxt}. Reads the disk anew at each scan. Thread-safe.
 *
 * <p>Hidden directories, plain files, and directories inside a model whose name is no version are
 * ignored. A model that cannot be used is declared with the reason and does not disturb the others.
 */
public final class ModelRepository implements DeclaredModels {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");
  private static final String RESERVED = "stats";

  private final Path root;
  private final Artifacts artifacts;
  private final ModelYaml yaml = new ModelYaml();
  private final Revisions revisions = new Revisions();

  /** The repository below {@code root}, of models that {@code loaders} can load. */
  public ModelRepository(Path root, Collection<? extends ModelLoader> loaders) {
    this.root = root;
    this.artifacts = new Artifacts(loaders);
  }

  @Override
  public List<ModelDeclaration> scan() {
    try {
      Confinement confinement = new Confinement(root);
      return models().stream().map(directory -> declare(directory, confinement)).toList();
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  @Override
  public Optional<ModelDeclaration> find(String name) {
    try {
      requireServableName(name);
    } catch (RepositoryProblem problem) {
      throw new InvalidInput("'" + name + "' cannot be a model: " + problem.reason());
    }
    try {
      Path directory = root.resolve(name);
      return Files.isDirectory(directory)
          ? Optional.of(declare(directory, new Confinement(root)))
          : Optional.empty();
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  @Override
  public SortedMap<String, SortedSet<Long>> versions() {
    SortedMap<String, SortedSet<Long>> versions = new TreeMap<>();
    try {
      Confinement confinement = new Confinement(root);
      for (Path model : models()) {
        versions.put(nameOf(model), confinement.holds(model) ? versions(model) : new TreeSet<>());
      }
      return versions;
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  @Override
  public String revision(DeclaredVersion version) {
    return switch (version) {
      case DeclaredVersion.Loadable(ModelArtifact artifact) -> revisions.of(artifact);
      case DeclaredVersion.Unusable(ModelId _, String reason) -> "unusable: " + reason;
    };
  }

  private List<Path> models() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(entry -> Files.isDirectory(entry) && !nameOf(entry).startsWith("."))
          .sorted()
          .toList();
    }
  }

  private BackendFailure unreadable(IOException cause) {
    return new BackendFailure("cannot read the model repository " + root, cause);
  }

  private ModelDeclaration declare(Path directory, Confinement confinement) {
    String name = nameOf(directory);
    SortedSet<Long> available = new TreeSet<>();
    try {
      requireServableName(name);
      confinement.require(directory);
      available.addAll(versions(directory));
      Described described = Described.read(directory, yaml, confinement);
      return new ModelDeclaration(name, declare(directory, described, available, confinement));
    } catch (RepositoryProblem problem) {
      return unusable(name, available, problem.reason());
    } catch (IOException unreadable) {
      return unusable(name, available, "cannot be read: " + unreadable);
    }
  }

  private List<DeclaredVersion> declare(
      Path directory, Described described, Set<Long> available, Confinement confinement)
      throws IOException {
    VersionPolicy policy = described.spec().versions();
    List<Long> chosen = policy.choose(available);
    List<DeclaredVersion> declared = new ArrayList<>();
    for (long version : chosen) {
      declared.add(
          artifacts.find(
              new ModelId(nameOf(directory), version), directory, described, confinement));
    }
    if (policy instanceof VersionPolicy.Only(Set<Long> wanted)) {
      wanted.stream()
          .filter(version -> !available.contains(version))
          .map(version -> new ModelId(nameOf(directory), version))
          .map(id -> new DeclaredVersion.Unusable(id, "there is no directory " + id.version()))
          .forEach(declared::add);
    }
    if (declared.isEmpty()) {
      throw new RepositoryProblem(
          "there is no version directory; expected "
              + nameOf(directory)
              + "/1/ with one of "
              + artifacts.names());
    }
    return declared;
  }

  private static SortedSet<Long> versions(Path directory) throws IOException {
    SortedSet<Long> versions = new TreeSet<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .filter(Files::isDirectory)
          .map(ModelRepository::nameOf)
          .filter(name -> VERSION.matcher(name).matches())
          .forEach(name -> versions.add(Long.valueOf(name)));
    }
    return versions;
  }

  /** Declares what is on disk, or version 1 where nothing is, so that the reason can be seen. */
  private static ModelDeclaration unusable(String name, Set<Long> available, String reason) {
    Set<Long> versions = available.isEmpty() ? Set.of(1L) : available;
    return new ModelDeclaration(
        name,
        versions.stream()
            .<DeclaredVersion>map(
                version -> new DeclaredVersion.Unusable(new ModelId(name, version), reason))
            .toList());
  }

  private static void requireServableName(String name) {
    if (name.equals(RESERVED)) {
      throw new RepositoryProblem(
          "a model may not be called 'stats': /v2/models/stats is the statistics of all models");
    }
    if (!NAME.matcher(name).matches()) {
      throw new RepositoryProblem(
          "a model's name is made of letters, digits, '.', '_' and '-', begins with a letter or"
              + " digit and has at most 100 characters");
    }
  }

  private static String nameOf(Path path) {
    return path.getFileName().toString();
  }
}
