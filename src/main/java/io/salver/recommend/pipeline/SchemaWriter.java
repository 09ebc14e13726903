package io.salver.recommend.pipeline;

import io.salver.model.ModelId;
import io.salver.recommend.RecommenderDescription.Attribute;
import io.salver.recommend.RecommenderDescription.FeatureSchema;
import io.salver.recommend.RecommenderDescription.Index;
import io.salver.recommend.RecommenderDescription.Model;
import io.salver.recommend.RecommenderDescription.Schema;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.Owner;
import io.salver.vector.VectorIndex;
import java.util.List;
import java.util.OptionalLong;

/** Tells clients what a recommender takes. */
final class SchemaWriter {

  private SchemaWriter() {}

  static Schema write(
      RecommenderDefinition definition, EmbeddingBundle bundle, OptionalLong rankerVersion) {
    Table items = definition.catalogue().items();
    return new Schema(
        items.size(),
        definition.catalogue().users().size(),
        definition.historyLength(),
        items.names().stream()
            .map(name -> new Attribute(name, items.find(name).orElseThrow().kind()))
            .toList(),
        features(definition, Owner.USER),
        features(definition, Owner.CONTEXT),
        model(bundle.userTower()),
        model(bundle.itemTower()),
        definition.ranker().name(),
        rankerVersion,
        index(bundle));
  }

  private static List<FeatureSchema> features(RecommenderDefinition definition, Owner owner) {
    return definition.features().owned(owner).stream()
        .map(
            feature ->
                switch (feature) {
                  case Feature.Category category ->
                      new FeatureSchema(
                          category.column(), "category", category.vocabulary().words());
                  case Feature.Categories categories ->
                      new FeatureSchema(
                          categories.column(), "categories", categories.vocabulary().words());
                  case Feature.Scaled number ->
                      new FeatureSchema(number.column(), "number", List.of());
                })
        .toList();
  }

  private static Model model(ModelId id) {
    return new Model(id.name(), id.version());
  }

  private static Index index(EmbeddingBundle bundle) {
    VectorIndex index = bundle.index();
    return new Index(
        index.spec().description(),
        index.spec().dimension(),
        index.size(),
        bundle.version(),
        bundle.builtAt(),
        bundle.buildTime());
  }
}
