package io.salver.repository.recommender;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
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

  private static final String PLACE = "features.json";
  private static final String RETRIEVAL_SCORE = "retrieval.score";
  private static final Set<String> KEYS =
      Set.of("type", "values", "length", "log", "mean", "deviation", "of");
  private static final Set<String> INPUT_KEYS = Set.of("categorical", "numeric", "history");

  private final Map<String, Feature> features = new LinkedHashMap<>();

  private FeaturesFile() {}

  /** Reads the document; the features must not contradict one another. */
  static FeatureSet read(JsonNode document) {
    return new FeaturesFile().readAll(document);
  }

  private FeatureSet readAll(JsonNode document) {
    Fields root = new Fields(PLACE, document, Set.of("features", "models"));
    JsonNode declared =
        root.find("features")
            .filter(JsonNode::isObject)
            .orElseThrow(() -> new BackendFailure(PLACE + " lacks 'features', an object"));
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

  private static Fields fields(String name, JsonNode declared) {
    return new Fields(PLACE + ": " + name, declared.get(name), KEYS);
  }

  private static Feature feature(String name, JsonNode declared) {
    Fields fields = fields(name, declared);
    String type = fields.text("type");
    return switch (type) {
      case "identity" -> new Feature.Identity(name, entity(name));
      case "category" -> new Feature.Category(name, owner(name), vocabulary(name, fields));
      case "categories" ->
          new Feature.Categories(
              name, owner(name), vocabulary(name, fields), fields.count("length"));
      case "sequence" -> new Feature.Sequence(name, fields.count("length"));
      case "number" ->
          name.equals(RETRIEVAL_SCORE)
              ? new Feature.RetrievalScore(name, scale(fields))
              : new Feature.Scaled(name, owner(name), scale(fields));
      default ->
          throw unknownType(
              name, type, List.of("identity", "category", "categories", "sequence", "number"));
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
            PLACE + ": " + name + " is of '" + of + "', which is no category of items");
      }
      case "history_gap" -> {
        if (features.get(of) instanceof Feature.Scaled number && number.owner() == Owner.ITEM) {
          yield new Feature.HistoryGap(name, number);
        }
        throw new BackendFailure(
            PLACE + ": " + name + " is of '" + of + "', which is no number of items");
      }
      default -> throw unknownType(name, type, List.of("history_share", "history_gap"));
    };
  }

  private ModelInputs inputs(Fields models, String model, Predicate<Feature> belongs) {
    Fields fields = models.object(model, INPUT_KEYS);
    List<Feature.Sequence> history = select(fields, model, "history", Feature.Sequence.class);
    if (history.size() > 1) {
      throw new BackendFailure(PLACE + ": " + model + " takes more than one history");
    }
    List<Feature.Categorical> categorical =
        select(fields, model, "categorical", Feature.Categorical.class);
    List<Feature.Numeric> numeric = select(fields, model, "numeric", Feature.Numeric.class);
    List<Feature> all = new ArrayList<>(categorical);
    all.addAll(numeric);
    all.addAll(history);
    for (Feature feature : all) {
      if (!belongs.test(feature)) {
        throw new BackendFailure(
            PLACE + ": " + model + " cannot take '" + feature.name() + "', which is not its own");
      }
    }
    return new ModelInputs(categorical, numeric, history.stream().findFirst());
  }

  private <F extends Feature> List<F> select(
      Fields fields, String model, String tensor, Class<F> kind) {
    List<F> selected = new ArrayList<>();
    for (String name : fields.texts(tensor)) {
      Feature feature = features.get(name);
      if (feature == null) {
        throw new BackendFailure(
            PLACE
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
            PLACE
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
    };
  }

  private static Owner entity(String name) {
    Owner owner = owner(name);
    if (owner == Owner.CONTEXT) {
      throw new BackendFailure(PLACE + ": " + name + " cannot be an identity");
    }
    return owner;
  }

  private static Owner owner(String name) {
    String prefix = name.substring(0, Math.max(0, name.indexOf('.')));
    return ownerOf(prefix)
        .filter(owner -> name.length() > prefix.length() + 1)
        .orElseThrow(
            () ->
                new BackendFailure(
                    PLACE + ": '" + name + "' must begin with user., item. or context."));
  }

  private static Optional<Owner> ownerOf(String prefix) {
    return switch (prefix) {
      case "user" -> Optional.of(Owner.USER);
      case "item" -> Optional.of(Owner.ITEM);
      case "context" -> Optional.of(Owner.CONTEXT);
      default -> Optional.empty();
    };
  }

  private static Vocabulary vocabulary(String name, Fields fields) {
    List<String> values = fields.texts("values");
    if (values.isEmpty()) {
      throw new BackendFailure(PLACE + ": " + name + " lacks 'values', a list of texts");
    }
    return new Vocabulary(values);
  }

  private static Scale scale(Fields fields) {
    return new Scale(fields.flag("log"), fields.number("mean"), fields.number("deviation"));
  }

  private static BackendFailure unknownType(String name, String type, List<String> known) {
    return new BackendFailure(
        PLACE + ": " + name + " has an unknown type '" + type + "'" + Nearest.hint(type, known));
  }
}
