package io.salver.repository.recommender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.fault.BackendFailure;
import io.salver.recommend.pipeline.BundleDefinition;
import io.salver.recommend.pipeline.RecommenderDefinition;
import io.salver.recommend.pipeline.RecommenderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One recommender on disk: a directory of its name with {@code recommender.yaml} and the files that
 * it names. Stateless: every {@link #read} reads the files anew.
 */
public final class RecommenderFolder implements RecommenderSource {

  static final String PLACE = "recommender.yaml";
  private static final Set<String> KEYS =
      Set.of("name", "description", "bundles", "default", "catalogue", "history");

  private final Path directory;

  private RecommenderFolder(Path directory) {
    this.directory = directory;
  }

  /**
   * The recommenders below {@code root}: every directory that holds a recommender.yaml, by name. A
   * root that does not exist holds none.
   */
  public static List<RecommenderFolder> below(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(root)) {
      return children
          .filter(child -> Files.exists(child.resolve(PLACE)))
          .sorted()
          .map(RecommenderFolder::new)
          .toList();
    } catch (IOException e) {
      throw new BackendFailure("the recommenders in " + root + " cannot be listed: " + e, e);
    }
  }

  @Override
  public String name() {
    return String.valueOf(directory.getFileName());
  }

  @Override
  public RecommenderDefinition read() {
    Fields root = new Fields(PLACE, parse(new YAMLMapper(), PLACE), keys());
    String name = root.text("name");
    if (!name.equals(name())) {
      throw new BackendFailure(
          PLACE + ": name is '" + name + "', its directory is '" + name() + "'");
    }
    SeedSection seed = SeedSection.read(root, this);
    List<BundleDefinition> bundles = new ArrayList<>();
    for (Fields bundle : root.objects("bundles", BundleSection.KEYS)) {
      bundles.add(BundleSection.read(bundle, this, seed));
    }
    PolicySection policy = new PolicySection(PLACE, root);
    return new RecommenderDefinition(
        name,
        root.optionalText("description").orElse(""),
        bundles,
        defaultBundle(root, bundles),
        policy.popularityColumn(),
        root.object("history", Set.of("length")).count("length"),
        seed.files(bundles),
        policy.read(),
        root.toString());
  }

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>(KEYS);
    keys.addAll(PolicySection.KEYS);
    return keys;
  }

  /** A file of this directory; a name that leaves it is refused. */
  Path resolve(String file) {
    Path resolved = directory.resolve(file).normalize();
    if (!resolved.startsWith(directory.normalize())) {
      throw new BackendFailure(
          PLACE + ": '" + file + "' is outside of the recommender's directory");
    }
    if (!Files.isRegularFile(resolved)) {
      throw new BackendFailure(PLACE + ": there is no file '" + file + "'");
    }
    return resolved;
  }

  /** The document in a JSON file of this directory. */
  JsonNode json(String file) {
    return parse(new JsonMapper(), file);
  }

  private static long defaultBundle(Fields root, List<BundleDefinition> bundles) {
    List<Long> versions = bundles.stream().map(BundleDefinition::version).toList();
    if (versions.stream().distinct().count() < versions.size()) {
      throw new BackendFailure(PLACE + ": bundles have the same version twice: " + versions);
    }
    if (root.find("default").isEmpty()) {
      return versions.getFirst();
    }
    long chosen = root.count("default");
    if (!versions.contains(chosen)) {
      throw new BackendFailure(
          PLACE + ": default expects one of the bundles " + versions + ", received " + chosen);
    }
    return chosen;
  }

  private JsonNode parse(ObjectMapper mapper, String file) {
    try {
      return mapper.readTree(Files.readAllBytes(resolve(file)));
    } catch (JsonProcessingException e) {
      throw new BackendFailure(file + " is malformed: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BackendFailure(file + " cannot be read: " + e, e);
    }
  }
}
