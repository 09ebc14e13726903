package io.salver.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.monitor.profile.CategoryProfile;
import io.salver.monitor.profile.EmbeddingProfile;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.NumericProfile;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.profile.Rounding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The form of {@code profile.json}: {@code {"features": {name: {"type": "number", count, missing,
 * min, max, quantiles} | {"type": "category", count, missing, counts}}, "predictions": the same,
 * "embeddings": {name: {count, dimension, bandwidth, seed, means, trace, squaredTrace}}}}; each of
 * the three may be absent, and so may {@code missing}. Keys that are not known are left to later
 * versions of the form.
 */
final class ProfileJson {

  private ProfileJson() {}

  /** Reads a document; throws {@link RepositoryProblem} that names what is wrong by its path. */
  static Profile read(JsonNode document) {
    if (!document.isObject()) {
      throw wrong("it", "an object with features, predictions or embeddings", document);
    }
    return new Profile(
        each(document, "features", ProfileJson::feature),
        each(document, "predictions", ProfileJson::feature),
        each(document, "embeddings", ProfileJson::embedding));
  }

  /** The document of a profile, numbers rounded to seven decimal digits. */
  static ObjectNode write(Profile profile) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ObjectNode features = document.putObject("features");
    profile.features().forEach((name, feature) -> features.set(name, write(feature)));
    ObjectNode predictions = document.putObject("predictions");
    profile.predictions().forEach((name, feature) -> predictions.set(name, write(feature)));
    if (!profile.embeddings().isEmpty()) {
      ObjectNode embeddings = document.putObject("embeddings");
      profile.embeddings().forEach((name, vectors) -> embeddings.set(name, write(vectors)));
    }
    return document;
  }

  private static ObjectNode write(FeatureProfile feature) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (feature) {
      case NumericProfile numbers -> {
        node.put("type", "number").put("count", numbers.count()).put("missing", numbers.missing());
        node.put("min", Rounding.toSeven(numbers.min()));
        node.put("max", Rounding.toSeven(numbers.max()));
        write(node.putArray("quantiles"), numbers.quantiles());
      }
      case CategoryProfile categories -> {
        node.put("type", "category").put("count", categories.count());
        node.put("missing", categories.missing());
        ObjectNode counts = node.putObject("counts");
        categories.counts().forEach(counts::put);
      }
    }
    return node;
  }

  private static ObjectNode write(EmbeddingProfile vectors) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("count", vectors.count()).put("dimension", vectors.dimension());
    node.put("bandwidth", Rounding.toSeven(vectors.bandwidth())).put("seed", vectors.seed());
    write(node.putArray("means"), vectors.means());
    node.put("trace", Rounding.toSeven(vectors.trace()));
    node.put("squaredTrace", Rounding.toSeven(vectors.squaredTrace()));
    return node;
  }

  private static void write(ArrayNode array, double[] numbers) {
    for (double number : numbers) {
      array.add(Rounding.toSeven(number));
    }
  }

  private static <T> Map<String, T> each(
      JsonNode document, String key, BiFunction<String, JsonNode, T> reader) {
    Map<String, T> read = new LinkedHashMap<>();
    JsonNode group = document.path(key);
    if (!group.isMissingNode() && !group.isObject()) {
      throw wrong(key, "an object of names", group);
    }
    for (Map.Entry<String, JsonNode> entry : group.properties()) {
      String path = key + "." + entry.getKey();
      try {
        read.put(entry.getKey(), reader.apply(path, entry.getValue()));
      } catch (IllegalArgumentException contradiction) {
        throw new RepositoryProblem(path + ": " + contradiction.getMessage());
      }
    }
    return read;
  }

  private static FeatureProfile feature(String path, JsonNode node) {
    String type = node.path("type").asText();
    return switch (type) {
      case "number" ->
          new NumericProfile(
              whole(path, node, "count"),
              missing(path, node),
              number(path, node, "min"),
              number(path, node, "max"),
              numbers(path, node, "quantiles"));
      case "category" -> category(path, node);
      default -> throw wrong(path + ".type", "number or category", node.path("type"));
    };
  }

  /** Where it says nothing of missing ones, those are the empty category. */
  private static CategoryProfile category(String path, JsonNode node) {
    Map<String, Long> counts = counts(path, node.path("counts"));
    long missing = missing(path, node);
    if (!node.has("missing") && counts.size() > 1) {
      Long empty = counts.remove("");
      missing = empty == null ? 0 : empty;
    }
    return new CategoryProfile(whole(path, node, "count"), missing, counts);
  }

  private static EmbeddingProfile embedding(String path, JsonNode node) {
    return new EmbeddingProfile(
        whole(path, node, "count"),
        Math.toIntExact(Math.min(Integer.MAX_VALUE, whole(path, node, "dimension"))),
        number(path, node, "bandwidth"),
        whole(path, node, "seed"),
        numbers(path, node, "means"),
        number(path, node, "trace"),
        number(path, node, "squaredTrace"));
  }

  private static Map<String, Long> counts(String path, JsonNode node) {
    if (!node.isObject()) {
      throw wrong(path + ".counts", "an object of categories and how often each was seen", node);
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      counts.put(entry.getKey(), whole(path + ".counts", node, entry.getKey()));
    }
    return counts;
  }

  private static long missing(String path, JsonNode node) {
    return node.has("missing") ? whole(path, node, "missing") : 0;
  }

  private static long whole(String path, JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(path + "." + key, "a whole number", value);
    }
    return value.longValue();
  }

  private static double number(String path, JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isNumber()) {
      throw wrong(path + "." + key, "a number", value);
    }
    return value.doubleValue();
  }

  private static double[] numbers(String path, JsonNode node, String key) {
    JsonNode list = node.path(key);
    if (!list.isArray()) {
      throw wrong(path + "." + key, "a list of numbers", list);
    }
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      if (!list.get(i).isNumber()) {
        throw wrong(path + "." + key + "[" + i + "]", "a number", list.get(i));
      }
      values[i] = list.get(i).doubleValue();
    }
    return values;
  }

  private static RepositoryProblem wrong(String path, String expected, JsonNode found) {
    String text = found.isMissingNode() ? "absent" : found.toString();
    String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
    return new RepositoryProblem(path + " must be " + expected + ", not " + shown);
  }
}
