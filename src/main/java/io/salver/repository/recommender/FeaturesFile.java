package io.salver.repository.recommender;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.ModelInputs;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.feature.Scale;
import io.salver.recommend.feature.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads {@code features.json}: how raw values become numbers, and which features each model takes.
 */
final class FeaturesFile {

  private static final String RETRIEVAL_SCORE = "retrieval.score";
  private static final Set<String> KEYS =
      Set.of(
          "type", "values", "length", "log", "mean", "deviation", "of", "ids", "height", "width");
  private static final Set<String> INPUT_KEYS =
      Set.of("categorical", "numeric", "history", "text", "image");

  private final Map<String, Feature> features = new LinkedHashMap<>();

  private final String place;
  private final KnownIds ids;

  private FeaturesFile(String place, KnownIds ids) {
    this.place = place;
    this.ids = ids;
  }

  /** Finds the ids that a model was trained with. */
  interface KnownIds {

    /**
     * The ids of users or items.
     *
     * @param file the file that lists them; absent: those of the seed
     */
    IdDirectory of(Owner owner, Optional<String> file);
  }

  /**
   * Reads the document; the features must not contradict one another.
   *
   * @param place the name of the file, for messages
   */
  static FeatureSet read(String place, JsonNode document, KnownIds ids) {
    return new FeaturesFile(place, ids).readAll(document);
  }

  private FeatureSet readAll(JsonNode document) {
    Fields root = new Fields(place, document, Set.of("features", "models"));
    JsonNode declared =
        root.find("features")
            .filter(JsonNode::isObject)
            .orElseThrow(() -> new BackendFailure(place + " lacks 'features', an object"));
    List<String> crossed = new ArrayList<>();
    declared
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith("cross.")) {
                crossed.add(name);
              } else {
                features.put(name, feature(name, declared));
              }
            });
    crossed.forEach(name -> features.put(name, crossed(name, fields(name, declared))));
    Fields models = root.object("models", Set.of("user_tower", "item_tower", "ranker"));
    return new FeatureSet(
        List.copyOf(features.values()),
        inputs(models, "user_tower", FeaturesFile::isOfUser),
        inputs(models, "item_tower", FeaturesFile::isOfItem),
        inputs(models, "ranker", feature -> true));
  }

  private Fields fields(String name, JsonNode declared) {
    return new Fields(place + ": " + name, declared.get(name), KEYS);
  }

  private Feature feature(String name, JsonNode declared) {
    Fields fields = fields(name, declared);
    String type = fields.text("type");
    return switch (type) {
      case "identity" -> identity(name, fields);
      case "category" -> new Feature.Category(name, owner(name), vocabulary(name, fields));
      case "categories" ->
          new Feature.Categories(
              name, owner(name), vocabulary(name, fields), fields.count("length"));
      case "sequence" -> new Feature.Sequence(name, fields.count("length"));
      case "words" ->
          new Feature.WordSequence(name, vocabulary(name, fields), fields.count("length"));
      case "image" -> new Feature.Picture(name, fields.count("height"), fields.count("width"));
      case "number" ->
          name.equals(RETRIEVAL_SCORE)
              ? new Feature.RetrievalScore(name, scale(fields))
              : new Feature.Scaled(name, owner(name), scale(fields));
      default ->
          throw unknownType(
              name,
              type,
              List.of(
                  "identity", "category", "categories", "sequence", "words", "image", "number"));
    };
  }

  private Feature crossed(String name, Fields fields) {
    String type = fields.text("type");
    String of = fields.text("of");
    return switch (type) {
      case "history_share" -> {
        if (features.get(of) instanceof Feature.Category category
            && category.owner() == Owner.ITEM) {
          yield new Feature.HistoryShare(name, category);
        }
        throw new BackendFailure(
            place + ": " + name + " is of '" + of + "', which is no category of items");
      }
      case "history_gap" -> {
        if (features.get(of) instanceof Feature.Scaled number && number.owner() == Owner.ITEM) {
          yield new Feature.HistoryGap(name, number);
        }
        throw new BackendFailure(
            place + ": " + name + " is of '" + of + "', which is no number of items");
      }
      default -> throw unknownType(name, type, List.of("history_share", "history_gap"));
    };
  }

  private ModelInputs inputs(Fields models, String model, Predicate<Feature> belongs) {
    Fields fields = models.object(model, INPUT_KEYS);
    List<Feature.Sequence> history = select(fields, model, "history", Feature.Sequence.class);
    if (history.size() > 1) {
      throw new BackendFailure(place + ": " + model + " takes more than one history");
    }
    List<Feature.Categorical> categorical =
        select(fields, model, "categorical", Feature.Categorical.class);
    List<Feature.Numeric> numeric = select(fields, model, "numeric", Feature.Numeric.class);
    List<Feature> all = new ArrayList<>(categorical);
    all.addAll(numeric);
    all.addAll(history);
    List<Feature.WordSequence> text = select(fields, model, "text", Feature.WordSequence.class);
    List<Feature.Picture> image = select(fields, model, "image", Feature.Picture.class);
    all.addAll(text);
    all.addAll(image);
    requireOwn(model, all, belongs);
    return new ModelInputs(
        categorical, numeric, history.stream().findFirst(), text, image.stream().findFirst());
  }

  private void requireOwn(String model, List<Feature> all, Predicate<Feature> belongs) {
    for (Feature feature : all) {
      if (!belongs.test(feature)) {
        throw new BackendFailure(
            place + ": " + model + " cannot take '" + feature.name() + "', which is not its own");
      }
    }
  }

  private <F extends Feature> List<F> select(
      Fields fields, String model, String tensor, Class<F> kind) {
    List<F> selected = new ArrayList<>();
    for (String name : fields.texts(tensor)) {
      Feature feature = features.get(name);
      if (feature == null) {
        throw new BackendFailure(
            place
                + ": "
                + model
                + "."
                + tensor
                + " has an unknown feature '"
                + name
                + "'"
                + Nearest.hint(name, features.keySet()));
      }
      if (!kind.isInstance(feature)) {
        throw new BackendFailure(
            place
                + ": "
                + model
                + "."
                + tensor
                + " cannot take '"
                + name
                + "', a "
                + feature.getClass().getSimpleName());
      }
      selected.add(kind.cast(feature));
    }
    return selected;
  }

  private static boolean isOfUser(Feature feature) {
    return switch (feature) {
      case Feature.Identity identity -> identity.owner() == Owner.USER;
      case Feature.Owned owned -> owned.owner() != Owner.ITEM;
      case Feature.Sequence sequence -> true;
      case Feature.HistoryShare share -> false;
      case Feature.HistoryGap gap -> false;
      case Feature.RetrievalScore score -> false;
      case Feature.WordSequence words -> false;
      case Feature.Picture picture -> false;
    };
  }

  private static boolean isOfItem(Feature feature) {
    return switch (feature) {
      case Feature.Identity identity -> identity.owner() == Owner.ITEM;
      case Feature.Owned owned -> owned.owner() == Owner.ITEM;
      case Feature.Sequence sequence -> false;
      case Feature.HistoryShare share -> false;
      case Feature.HistoryGap gap -> false;
      case Feature.RetrievalScore score -> false;
      case Feature.WordSequence words -> true;
      case Feature.Picture picture -> true;
    };
  }

  private Feature.Identity identity(String name, Fields fields) {
    Owner owner = owner(name);
    if (owner == Owner.CONTEXT) {
      throw new BackendFailure(place + ": " + name + " cannot be an identity");
    }
    return new Feature.Identity(name, owner, ids.of(owner, fields.optionalText("ids")));
  }

  private Owner owner(String name) {
    String prefix = name.substring(0, Math.max(0, name.indexOf('.')));
    return ownerOf(prefix)
        .filter(owner -> name.length() > prefix.length() + 1)
        .orElseThrow(
            () ->
                new BackendFailure(
                    place + ": '" + name + "' must begin with user., item. or context."));
  }

  private static Optional<Owner> ownerOf(String prefix) {
    return switch (prefix) {
      case "user" -> Optional.of(Owner.USER);
      case "item" -> Optional.of(Owner.ITEM);
      case "context" -> Optional.of(Owner.CONTEXT);
      default -> Optional.empty();
    };
  }

  private Vocabulary vocabulary(String name, Fields fields) {
    List<String> values = fields.texts("values");
    if (values.isEmpty()) {
      throw new BackendFailure(place + ": " + name + " lacks 'values', a list of texts");
    }
    return new Vocabulary(values);
  }

  private static Scale scale(Fields fields) {
    return new Scale(fields.flag("log"), fields.number("mean"), fields.number("deviation"));
  }

  private BackendFailure unknownType(String name, String type, List<String> known) {
    return new BackendFailure(
        place + ": " + name + " has an unknown type '" + type + "'" + Nearest.hint(type, known));
  }
}
