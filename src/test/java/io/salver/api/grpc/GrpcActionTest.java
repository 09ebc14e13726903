package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import inference.GRPCInferenceServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.salver.security.Action;
import io.salver.v1.CatalogueServiceGrpc;
import io.salver.v1.FeedbackServiceGrpc;
import io.salver.v1.GenerationServiceGrpc;
import io.salver.v1.MonitoringServiceGrpc;
import io.salver.v1.RecommendationServiceGrpc;
import io.salver.v1.SpeechServiceGrpc;
import io.salver.v1.TabularServiceGrpc;
import io.salver.v1.TextServiceGrpc;
import io.salver.v1.VisionServiceGrpc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrpcActionTest {

  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          GRPCInferenceServiceGrpc.getServiceDescriptor(),
          CatalogueServiceGrpc.getServiceDescriptor(),
          FeedbackServiceGrpc.getServiceDescriptor(),
          GenerationServiceGrpc.getServiceDescriptor(),
          MonitoringServiceGrpc.getServiceDescriptor(),
          RecommendationServiceGrpc.getServiceDescriptor(),
          SpeechServiceGrpc.getServiceDescriptor(),
          TabularServiceGrpc.getServiceDescriptor(),
          TextServiceGrpc.getServiceDescriptor(),
          VisionServiceGrpc.getServiceDescriptor());

  @Test
  void every_method_is_known() {
    for (ServiceDescriptor service : SERVICES) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        assertThat(GrpcAction.of(method.getFullMethodName()))
            .as(method.getFullMethodName())
            .isNotEqualTo(Action.UNKNOWN);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "inference.GRPCInferenceService/RepositoryModelLoad, CHANGE_REPOSITORY",
    "inference.GRPCInferenceService/Format, UNKNOWN",
    "salver.v1.RecommendationService/ReloadRecommender, RELOAD_RECOMMENDER",
    "salver.v1.RolloutService/Promote, CHANGE_ROLLOUTS",
    "salver.v1.MonitoringService/ListModels, MONITOR",
    "salver.v1.MonitoringService/GetModel, MONITOR",
    "salver.v1.MonitoringService/GetWindow, MONITOR",
    "salver.v1.MonitoringService/GetQuality, MONITOR",
    "grpc.health.v1.Health/Watch, HEALTH",
    "other.Service/Method, UNKNOWN",
    "nothing, UNKNOWN",
  })
  void a_method_asks_for(String method, Action action) {
    assertThat(GrpcAction.of(method)).isEqualTo(action);
  }
}
