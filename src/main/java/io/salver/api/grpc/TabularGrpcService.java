package io.salver.api.grpc;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salver.api.ModelReferences;
import io.salver.api.grpc.TaskHandler.Prepared;
import io.salver.api.task.TabularRequests;
import io.salver.api.task.TaskArguments;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskRunner;
import io.salver.serving.ModelReference;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import io.salver.v1.GetSchemaRequest;
import io.salver.v1.GetSchemaResponse;
import io.salver.v1.PredictRequest;
import io.salver.v1.TabularServiceGrpc;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Rows over gRPC. Requests are read on the event loop into memory of their own; rows and the model
 * run elsewhere. Thread-safe.
 */
@GrpcService
public final class TabularGrpcService implements BindableService {

  private static final String ROWS = "rows";

  private final TabularRequests requests;
  private final TaskService.Services services;

  @Inject
  TabularGrpcService(
      TabularRequests requests, TaskRunner runner, DirectMemoryPool pool, Ticker ticker) {
    this.requests = requests;
    this.services = new TaskService.Services(runner, pool, ticker);
  }

  @Override
  public ServerServiceDefinition bindService() {
    return new TaskService(TabularServiceGrpc.getServiceDescriptor(), services)
        .unary(
            TabularServiceGrpc.getPredictMethod(),
            PredictRequest.parser(),
            TaskMethod.PREDICT,
            this::arguments,
            (said, context) -> {
              OptionalInt classes = TabularRequests.classes(said);
              return new Prepared<>(
                  requests.predict(said, context),
                  answer -> TabularAnswers.predicted(context.id(), answer, classes));
            })
        .add(TabularServiceGrpc.getGetSchemaMethod(), ServerCalls.asyncUnaryCall(this::schema))
        .build();
  }

  /** What a message says; its rows become columns only on a thread of the task. */
  private TaskArguments arguments(PredictRequest message) {
    TaskArguments said = MessageArguments.of(message, Set.of(ROWS));
    if (message.getRowsCount() > 0) {
      said.addRows(
          ROWS,
          scope -> MessageRows.read(message.getRowsList(), requests.formats().limits(), scope));
    }
    return said;
  }

  private void schema(GetSchemaRequest request, StreamObserver<GetSchemaResponse> answer) {
    try {
      Optional<ModelReference> model =
          Optional.of(request.getModel())
              .filter(name -> !name.isEmpty())
              .map(
                  name ->
                      ModelReferences.parse(
                          name, request.getVersion() == 0 ? "" : "" + request.getVersion()));
      SecuredCalls.caller().require(model.map(ModelReference::name));
      answer.onNext(TabularAnswers.schema(requests.schema(model)));
    } catch (RuntimeException e) {
      answer.onError(GrpcStatus.of(e).asRuntimeException());
      return;
    }
    answer.onCompleted();
  }
}
