package io.salver.api.grpc;

import inference.ModelRepositoryParameter;
import inference.RepositoryIndexRequest;
import inference.RepositoryIndexResponse;
import inference.RepositoryIndexResponse.ModelIndex;
import inference.RepositoryModelLoadRequest;
import inference.RepositoryModelLoadResponse;
import inference.RepositoryModelUnloadRequest;
import inference.RepositoryModelUnloadResponse;
import io.salver.api.Parameter;
import io.salver.api.Parameters;
import io.salver.api.RepositoryRequests;
import io.salver.fault.InvalidInput;
import io.salver.serving.InferenceService.VersionStatus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Answers the calls of the model repository extension, on whichever thread. Thread-safe. */
@Singleton
final class RepositoryCalls {

  private final RepositoryRequests repository;

  @Inject
  RepositoryCalls(RepositoryRequests repository) {
    this.repository = repository;
  }

  CompletionStage<RepositoryIndexResponse> index(RepositoryIndexRequest request) {
    return repository
        .index(request.getRepositoryName(), request.getReady())
        .thenApply(RepositoryCalls::message);
  }

  CompletionStage<RepositoryModelLoadResponse> load(RepositoryModelLoadRequest request) {
    SecuredCalls.caller().require(request.getModelName());
    return repository
        .load(
            request.getRepositoryName(),
            request.getModelName(),
            parameters(request.getParametersMap()))
        .thenApply(nothing -> RepositoryModelLoadResponse.getDefaultInstance());
  }

  CompletionStage<RepositoryModelUnloadResponse> unload(RepositoryModelUnloadRequest request) {
    SecuredCalls.caller().require(request.getModelName());
    return repository
        .unload(
            request.getRepositoryName(),
            request.getModelName(),
            parameters(request.getParametersMap()))
        .thenApply(nothing -> RepositoryModelUnloadResponse.getDefaultInstance());
  }

  private static RepositoryIndexResponse message(List<VersionStatus> versions) {
    RepositoryIndexResponse.Builder message = RepositoryIndexResponse.newBuilder();
    for (VersionStatus version : versions) {
      message.addModels(
          ModelIndex.newBuilder()
              .setName(version.model())
              .setVersion(Long.toString(version.version()))
              .setState(version.state().name())
              .setReason(version.reason().orElse("")));
    }
    return message.build();
  }

  private static Parameters parameters(Map<String, ModelRepositoryParameter> given) {
    Parameters parameters = new Parameters("the request");
    given.forEach((name, value) -> parameters.put(name, parameter(name, value)));
    return parameters;
  }

  private static Parameter parameter(String name, ModelRepositoryParameter value) {
    return switch (value.getParameterChoiceCase()) {
      case BOOL_PARAM -> new Parameter.Flag(value.getBoolParam());
      case INT64_PARAM -> new Parameter.Whole(value.getInt64Param());
      case STRING_PARAM -> new Parameter.Text(value.getStringParam());
      case BYTES_PARAM -> new Parameter.Text("bytes");
      case PARAMETERCHOICE_NOT_SET ->
          throw new InvalidInput(
              "parameter '" + name + "' must be a bool, int64, string or bytes; it has no value");
    };
  }
}
