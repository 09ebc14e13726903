package io.salver.api.rest;

import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.RecommenderDescription.BundleState;
import io.salver.recommend.RecommenderDescription.FeatureSchema;
import io.salver.recommend.RecommenderDescription.Index;
import io.salver.recommend.RecommenderDescription.Model;
import io.salver.recommend.RecommenderDescription.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Descriptions of recommenders as JSON. Stateless. */
final class RecommenderDocuments {

  private static final double MILLIS_PER_SECOND = 1e3;

  private RecommenderDocuments() {}

  static JsonObject list(List<RecommenderDescription> descriptions) {
    return new JsonObject()
        .put(
            "recommenders",
            new JsonArray(descriptions.stream().map(RecommenderDocuments::one).toList()));
  }

  static JsonObject one(RecommenderDescription description) {
    JsonObject document =
        new JsonObject()
            .put("name", description.name())
            .put("description", description.description())
            .put("state", description.state().name());
    description.reason().ifPresent(reason -> document.put("reason", reason));
    document.put(
        "bundles",
        new JsonArray(description.bundles().stream().map(RecommenderDocuments::bundle).toList()));
    description.schema().ifPresent(schema -> document.put("schema", schema(schema)));
    return document;
  }

  private static JsonObject bundle(BundleState bundle) {
    JsonObject document =
        new JsonObject()
            .put("version", bundle.version())
            .put("state", bundle.state().name())
            .put("default", bundle.isDefault());
    bundle.reason().ifPresent(reason -> document.put("reason", reason));
    return document;
  }

  private static JsonObject schema(Schema schema) {
    JsonObject ranker = new JsonObject().put("name", schema.ranker());
    schema.rankerVersion().ifPresent(version -> ranker.put("version", version));
    return new JsonObject()
        .put("items", schema.items())
        .put("users", schema.users())
        .put("history_length", schema.historyLength())
        .put(
            "attributes",
            new JsonArray(
                schema.attributes().stream()
                    .map(
                        attribute ->
                            new JsonObject()
                                .put("name", attribute.name())
                                .put("kind", attribute.kind()))
                    .toList()))
        .put("user_features", features(schema.userFeatures()))
        .put("context_features", features(schema.contextFeatures()))
        .put("user_tower", model(schema.userTower()))
        .put("item_tower", model(schema.itemTower()))
        .put("ranker", ranker)
        .put("index", index(schema.index()));
  }

  private static JsonArray features(List<FeatureSchema> features) {
    return new JsonArray(
        features.stream()
            .map(
                feature ->
                    new JsonObject()
                        .put("name", feature.name())
                        .put("kind", feature.kind())
                        .put("values", new JsonArray(feature.values())))
            .toList());
  }

  private static JsonObject model(Model model) {
    return new JsonObject().put("name", model.name()).put("version", model.version());
  }

  private static JsonObject index(Index index) {
    return new JsonObject()
        .put("kind", index.kind())
        .put("dimension", index.dimension())
        .put("vectors", index.vectors())
        .put("version", index.version())
        .put("built_at", index.builtAt().toString())
        .put("build_seconds", index.buildTime().toMillis() / MILLIS_PER_SECOND);
  }
}
