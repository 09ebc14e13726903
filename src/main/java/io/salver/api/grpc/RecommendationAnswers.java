package io.salver.api.grpc;

import io.salver.recommend.Degradation;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.StageReport;
import io.salver.v1.Attribute;
import io.salver.v1.Bundle;
import io.salver.v1.Feature;
import io.salver.v1.FeatureSchema;
import io.salver.v1.Ignored;
import io.salver.v1.Index;
import io.salver.v1.Item;
import io.salver.v1.ModelVersion;
import io.salver.v1.RecommendResponse;
import io.salver.v1.Recommender;
import io.salver.v1.RecommenderSchema;
import io.salver.v1.Stage;
import io.salver.v1.Versions;

/** Encodes recommendations and descriptions of recommenders as messages. Stateless. */
final class RecommendationAnswers {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  private RecommendationAnswers() {}

  static RecommendResponse encode(Recommendation answer) {
    RecommendResponse.Builder message =
        RecommendResponse.newBuilder()
            .setRecommendationId(answer.id())
            .setRecommender(answer.recommender())
            .setArm(answer.arm())
            .setIgnored(
                Ignored.newBuilder()
                    .setHistory(answer.ignored().history())
                    .setExclude(answer.ignored().exclude()))
            .setVersions(versions(answer.versions()));
    answer.items().forEach(item -> message.addItems(item(item)));
    answer.fallback().ifPresent(fallback -> message.setFallback(fallback.label()));
    answer.degraded().ifPresent(degraded -> message.setDegraded(degradation(degraded)));
    answer.stages().forEach(stage -> message.addStages(stage(stage)));
    return message.build();
  }

  static Recommender encode(RecommenderDescription description) {
    Recommender.Builder message =
        Recommender.newBuilder()
            .setName(description.name())
            .setDescription(description.description())
            .setState(description.state().name());
    description.reason().ifPresent(message::setReason);
    description.bundles().forEach(bundle -> message.addBundles(bundle(bundle)));
    description.schema().ifPresent(schema -> message.setSchema(schema(schema)));
    return message.build();
  }

  private static Bundle bundle(RecommenderDescription.BundleState bundle) {
    Bundle.Builder message =
        Bundle.newBuilder()
            .setVersion(bundle.version())
            .setState(bundle.state().name())
            .setDefault(bundle.isDefault());
    bundle.reason().ifPresent(message::setReason);
    return message.build();
  }

  private static Item item(Recommendation.Item item) {
    Item.Builder message =
        Item.newBuilder()
            .setId(item.id())
            .setScore(item.score())
            .setRetrievalScore(item.retrievalScore())
            .setRetrievalRank(item.retrievalRank())
            .setPlacement(item.placement().label());
    item.attributes()
        .forEach((name, value) -> message.putAttributes(name, ValueMessages.encode(value)));
    for (Recommendation.FeatureExplanation feature : item.explanation()) {
      Feature.Builder explained =
          Feature.newBuilder().setName(feature.name()).addAllEncoded(feature.encoded());
      feature.raw().ifPresent(raw -> explained.setRaw(ValueMessages.encode(raw)));
      message.addFeatures(explained);
    }
    return message.build();
  }

  private static io.salver.v1.Degradation degradation(Degradation degradation) {
    return io.salver.v1.Degradation.newBuilder()
        .setStage(degradation.stage().label())
        .setReason(degradation.reason().label())
        .setAnsweredBy(degradation.answeredBy().label())
        .build();
  }

  private static Versions versions(Recommendation.Versions versions) {
    Versions.Builder message =
        Versions.newBuilder()
            .setIndex(versions.index())
            .setUserTower(versions.userTower())
            .setItemTower(versions.itemTower());
    versions.ranker().ifPresent(message::setRanker);
    return message.build();
  }

  private static Stage stage(StageReport stage) {
    return Stage.newBuilder()
        .setStage(stage.stage().label())
        .setIn(stage.in())
        .setKept(stage.kept())
        .putAllRemoved(stage.removed())
        .putAllMoved(stage.moved())
        .putAllMeasures(stage.measures())
        .setMs(stage.nanos() / NANOS_PER_MILLI)
        .build();
  }

  private static RecommenderSchema schema(RecommenderDescription.Schema schema) {
    RecommenderSchema.Builder message =
        RecommenderSchema.newBuilder()
            .setItems(schema.items())
            .setUsers(schema.users())
            .setHistoryLength(schema.historyLength())
            .setUserTower(model(schema.userTower()))
            .setItemTower(model(schema.itemTower()))
            .setRanker(
                ModelVersion.newBuilder()
                    .setName(schema.ranker())
                    .setVersion(schema.rankerVersion().orElse(0)))
            .setIndex(index(schema.index()));
    schema
        .attributes()
        .forEach(
            attribute ->
                message.addAttributes(
                    Attribute.newBuilder().setName(attribute.name()).setKind(attribute.kind())));
    schema.userFeatures().forEach(feature -> message.addUserFeatures(feature(feature)));
    schema.contextFeatures().forEach(feature -> message.addContextFeatures(feature(feature)));
    return message.build();
  }

  private static FeatureSchema feature(RecommenderDescription.FeatureSchema feature) {
    return FeatureSchema.newBuilder()
        .setName(feature.name())
        .setKind(feature.kind())
        .addAllValues(feature.values())
        .build();
  }

  private static ModelVersion model(RecommenderDescription.Model model) {
    return ModelVersion.newBuilder().setName(model.name()).setVersion(model.version()).build();
  }

  private static Index index(RecommenderDescription.Index index) {
    return Index.newBuilder()
        .setKind(index.kind())
        .setDimension(index.dimension())
        .setVectors(index.vectors())
        .setVersion(index.version())
        .setBuiltAt(index.builtAt().toString())
        .setBuildSeconds(index.buildTime().toMillis() / MILLIS_PER_SECOND)
        .build();
  }
}
