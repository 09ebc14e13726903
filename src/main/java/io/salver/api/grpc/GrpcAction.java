package io.salver.api.grpc;

import io.salver.security.Action;
import java.util.Map;

/** What each method over gRPC asks for. What is not in it takes the highest role. Stateless. */
final class GrpcAction {

  private static final String V2 = "inference.GRPCInferenceService/";
  private static final String RECOMMENDATION = "salver.v1.RecommendationService/";
  private static final String CATALOGUE = "salver.v1.CatalogueService/";

  private static final Map<String, Action> METHODS =
      Map.ofEntries(
          Map.entry(V2 + "ServerLive", Action.HEALTH),
          Map.entry(V2 + "ServerReady", Action.HEALTH),
          Map.entry(V2 + "ModelReady", Action.DESCRIBE),
          Map.entry(V2 + "ServerMetadata", Action.LIST),
          Map.entry(V2 + "ModelMetadata", Action.DESCRIBE),
          Map.entry(V2 + "ModelConfig", Action.DESCRIBE),
          Map.entry(V2 + "ModelInfer", Action.INFER),
          Map.entry(V2 + "ModelStreamInfer", Action.INFER),
          Map.entry(V2 + "ModelStatistics", Action.MONITOR),
          Map.entry(V2 + "RepositoryIndex", Action.READ_REPOSITORY),
          Map.entry(V2 + "RepositoryModelLoad", Action.CHANGE_REPOSITORY),
          Map.entry(V2 + "RepositoryModelUnload", Action.CHANGE_REPOSITORY),
          Map.entry(RECOMMENDATION + "Recommend", Action.RECOMMEND),
          Map.entry(RECOMMENDATION + "RecommendSimilar", Action.RECOMMEND),
          Map.entry(RECOMMENDATION + "RecommendBatch", Action.RECOMMEND),
          Map.entry(RECOMMENDATION + "ListRecommenders", Action.LIST),
          Map.entry(RECOMMENDATION + "GetRecommender", Action.DESCRIBE),
          Map.entry(RECOMMENDATION + "ReloadRecommender", Action.RELOAD_RECOMMENDER),
          Map.entry(CATALOGUE + "GetItem", Action.READ_CATALOGUE),
          Map.entry(CATALOGUE + "ListItems", Action.READ_CATALOGUE),
          Map.entry(CATALOGUE + "GetUser", Action.READ_CATALOGUE),
          Map.entry(CATALOGUE + "ListEvents", Action.READ_CATALOGUE),
          Map.entry(CATALOGUE + "UpsertItem", Action.CHANGE_CATALOGUE),
          Map.entry(CATALOGUE + "DeleteItem", Action.CHANGE_CATALOGUE),
          Map.entry(CATALOGUE + "UpsertUser", Action.CHANGE_CATALOGUE),
          Map.entry(CATALOGUE + "DeleteUser", Action.CHANGE_CATALOGUE),
          Map.entry(CATALOGUE + "BulkLoad", Action.CHANGE_CATALOGUE),
          Map.entry(CATALOGUE + "RecordEvents", Action.RECORD_EVENTS),
          Map.entry("salver.v1.FeedbackService/SendFeedback", Action.FEEDBACK),
          Map.entry("salver.v1.TabularService/GetSchema", Action.DESCRIBE),
          Map.entry("salver.v1.RolloutService/GetRollout", Action.READ_ROLLOUTS),
          Map.entry("salver.v1.RolloutService/ListRollouts", Action.READ_ROLLOUTS),
          Map.entry("salver.v1.RolloutService/ListRolloutEvents", Action.READ_ROLLOUTS),
          Map.entry("salver.v1.RolloutService/ExplainRollout", Action.READ_ROLLOUTS));

  private static final Map<String, Action> SERVICES =
      Map.ofEntries(
          Map.entry("grpc.health.v1.Health", Action.HEALTH),
          Map.entry("grpc.reflection.v1.ServerReflection", Action.LIST),
          Map.entry("grpc.reflection.v1alpha.ServerReflection", Action.LIST),
          Map.entry("salver.v1.VisionService", Action.INFER),
          Map.entry("salver.v1.SpeechService", Action.INFER),
          Map.entry("salver.v1.TextService", Action.INFER),
          Map.entry("salver.v1.TabularService", Action.INFER),
          Map.entry("salver.v1.GenerationService", Action.INFER),
          Map.entry("salver.v1.MonitoringService", Action.MONITOR),
          Map.entry("salver.v1.RolloutService", Action.CHANGE_ROLLOUTS));

  private GrpcAction() {}

  /** The action of a method by its full name. */
  static Action of(String method) {
    Action action = METHODS.get(method);
    return action != null
        ? action
        : SERVICES.getOrDefault(
            method.substring(0, Math.max(0, method.lastIndexOf('/'))), Action.UNKNOWN);
  }
}
