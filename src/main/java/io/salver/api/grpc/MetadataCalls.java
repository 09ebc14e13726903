package io.salver.api.grpc;

import inference.ModelConfigRequest;
import inference.ModelConfigResponse;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelMetadataResponse.TensorMetadata;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import inference.ModelStatisticsRequest;
import inference.ModelStatisticsResponse;
import inference.ServerLiveResponse;
import inference.ServerMetadataResponse;
import inference.ServerReadyResponse;
import io.salver.api.ModelConfiguration;
import io.salver.api.ModelReferences;
import io.salver.api.Platform;
import io.salver.api.ServerIdentity;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.StatisticsService;
import io.salver.tensor.TensorSpec;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers the calls about the server and its models. Thread-safe. */
@Singleton
final class MetadataCalls {

  private final InferenceService service;
  private final StatisticsService statistics;
  private final ServerIdentity server;

  @Inject
  MetadataCalls(InferenceService service, StatisticsService statistics, ServerIdentity server) {
    this.service = service;
    this.statistics = statistics;
    this.server = server;
  }

  ServerLiveResponse live() {
    return ServerLiveResponse.newBuilder().setLive(true).build();
  }

  ServerReadyResponse ready() {
    return ServerReadyResponse.newBuilder().setReady(service.isReady()).build();
  }

  ServerMetadataResponse server() {
    return ServerMetadataResponse.newBuilder()
        .setName(server.name())
        .setVersion(server.version())
        .addAllExtensions(server.extensions())
        .build();
  }

  ModelReadyResponse modelReady(ModelReadyRequest request) {
    SecuredCalls.caller().require(request.getName());
    boolean ready =
        ModelReferences.isReady(
            service, ModelReferences.parse(request.getName(), request.getVersion()));
    return ModelReadyResponse.newBuilder().setReady(ready).build();
  }

  ModelMetadataResponse model(ModelMetadataRequest request) {
    SecuredCalls.caller().require(request.getName());
    ModelDescription model =
        service.describe(ModelReferences.parse(request.getName(), request.getVersion()));
    ModelMetadataResponse.Builder response =
        ModelMetadataResponse.newBuilder()
            .setName(model.name())
            .setPlatform(Platform.of(model.backend()).name())
            .addAllInputs(tensors(model.signature().inputs()))
            .addAllOutputs(tensors(model.signature().outputs()));
    model.versions().forEach(version -> response.addVersions(Long.toString(version)));
    return response.build();
  }

  ModelConfigResponse config(ModelConfigRequest request) {
    SecuredCalls.caller().require(request.getName());
    ModelDescription model =
        service.describe(ModelReferences.parse(request.getName(), request.getVersion()));
    return ModelConfigResponse.newBuilder()
        .setConfig(ConfigurationMessages.of(ModelConfiguration.of(model)))
        .build();
  }

  ModelStatisticsResponse statistics(ModelStatisticsRequest request) {
    SecuredCalls.caller().require(Optional.of(request.getName()).filter(name -> !name.isEmpty()));
    boolean all = request.getName().isEmpty() && request.getVersion().isEmpty();
    return StatisticsMessages.of(
        all
            ? statistics.statistics()
            : statistics.statistics(
                ModelReferences.parse(request.getName(), request.getVersion())));
  }

  private static List<TensorMetadata> tensors(List<TensorSpec> specs) {
    List<TensorMetadata> tensors = new ArrayList<>();
    for (TensorSpec spec : specs) {
      TensorMetadata.Builder tensor =
          TensorMetadata.newBuilder().setName(spec.name()).setDatatype(spec.dataType().name());
      for (long extent : spec.shape().toArray()) {
        tensor.addShape(extent);
      }
      tensors.add(tensor.build());
    }
    return tensors;
  }
}
