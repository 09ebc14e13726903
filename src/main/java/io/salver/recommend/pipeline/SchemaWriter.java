package io.salver.recommend.pipeline;

import io.salver.model.ModelId;
import io.salver.recommend.RecommenderDescription.Attribute;
import io.salver.recommend.RecommenderDescription.FeatureSchema;
import io.salver.recommend.RecommenderDescription.Index;
import io.salver.recommend.RecommenderDescription.Model;
import io.salver.recommend.RecommenderDescription.Schema;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.Owner;
import io.salver.vector.living.LivingIndexStatus;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Tells clients what a recommender takes. */
final class SchemaWriter {

  private SchemaWriter() {}

  static Schema write(
      RecommenderDefinition definition,
      BundleDefinition parts,
      Catalogue catalogue,
      EmbeddingBundle bundle,
      OptionalLong rankerVersion) {
    Table items = catalogue.items();
    return new Schema(
        items.size(),
        catalogue.users().size(),
        definition.historyLength(),
        items.names().stream()
            .map(name -> new Attribute(name, items.find(name).orElseThrow().kind().label()))
            .toList(),
        features(parts, Owner.USER),
        features(parts, Owner.CONTEXT),
        model(bundle.userTower()),
        model(bundle.itemTower()),
        parts.ranker().name(),
        rankerVersion,
        index(bundle));
  }

  private static List<FeatureSchema> features(BundleDefinition definition, Owner owner) {
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
    LivingIndexStatus index = bundle.index().status();
    return new Index(
        index.kind(),
        bundle.index().dimension(),
        index.size(),
        bundle.definition().fingerprint(),
        index.builtAt(),
        index.lastMerge().orElse(Duration.ZERO));
  }
}
