package io.salver.repository.recommender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.fault.BackendFailure;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.Histories;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.pipeline.RecommenderDefinition;
import io.salver.recommend.pipeline.RecommenderSource;
import io.salver.serving.ModelReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One recommender on disk: a directory of its name with {@code recommender.yaml} and the files that
 * it names. Stateless: every {@link #read} reads the files anew.
 */
public final class RecommenderFolder implements RecommenderSource {

  private static final String PLACE = "recommender.yaml";
  private static final String HISTORY = "history";
  private static final Set<String> KEYS =
      Set.of("name", "description", "towers", "ranker", "catalogue", "features", "index", HISTORY);

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
    Set<String> keys = new HashSet<>(KEYS);
    keys.addAll(PolicySection.KEYS);
    Fields root = new Fields(PLACE, parse(new YAMLMapper(), PLACE), keys);
    PolicySection policy = new PolicySection(PLACE, root);
    String name = root.text("name");
    if (!name.equals(name())) {
      throw new BackendFailure(
          PLACE + ": name is '" + name + "', its directory is '" + name() + "'");
    }
    String featuresFile = root.text("features");
    FeatureSet features = FeaturesFile.read(parse(new JsonMapper(), featuresFile));
    Fields towers = root.object("towers", Set.of("user", "item", "version"));
    Optional<Long> version = Optional.of((long) towers.count("version"));
    return new RecommenderDefinition(
        name,
        root.optionalText("description").orElse(""),
        new ModelReference(towers.text("user"), version),
        new ModelReference(towers.text("item"), version),
        ranker(root.object("ranker", Set.of("model", "version"))),
        root.optionalText("index").orElse("auto"),
        policy.popularityColumn(),
        root.object(HISTORY, Set.of("length")).count("length"),
        features,
        catalogue(root.object("catalogue", Set.of("items", "users")), features),
        policy.read());
  }

  private static ModelReference ranker(Fields ranker) {
    Optional<Long> version = ranker.find("version").map(given -> (long) ranker.count("version"));
    return new ModelReference(ranker.text("model"), version);
  }

  private Catalogue catalogue(Fields files, FeatureSet features) {
    TableFile.Read items =
        TableFile.read(resolve(files.text("items")), features.owned(Owner.ITEM), "");
    TableFile.Read users =
        TableFile.read(resolve(files.text("users")), features.owned(Owner.USER), HISTORY);
    Histories histories =
        HistoriesReader.read(users.apart(), users.table().size(), items.table().ids());
    return new Catalogue(items.table(), users.table(), histories);
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

  /** A file of this directory; a name that leaves it is refused. */
  private Path resolve(String file) {
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
}
