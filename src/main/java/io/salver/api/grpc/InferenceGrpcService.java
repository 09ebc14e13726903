package io.salver.api.grpc;

import inference.GRPCInferenceServiceGrpc;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salver.api.InferenceRunner;
import io.salver.api.RequestLimits;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The V2 service: metadata by the generated messages, inference by a marshaller of its own. Every
 * method runs on the event loop; none blocks. Thread-safe.
 */
@GrpcService
public final class InferenceGrpcService implements BindableService {

  private final MetadataCalls metadata;
  private final RepositoryCalls repository;
  private final ModelInferHandler inferHandler;
  private final ModelStreamInferHandler streamHandler;
  private final MethodDescriptor<ModelInferArrival, ModelInferAnswer> infer;
  private final MethodDescriptor<ModelInferArrival, ModelInferAnswer> streamInfer;

  @Inject
  InferenceGrpcService(
      MetadataCalls metadata,
      RepositoryCalls repository,
      InferenceRunner runner,
      DirectMemoryPool pool,
      RequestLimits limits,
      Ticker ticker) {
    this.metadata = metadata;
    this.repository = repository;
    this.inferHandler = new ModelInferHandler(runner, ticker);
    this.streamHandler = new ModelStreamInferHandler(runner);
    ModelInferRequests requests = new ModelInferRequests(pool, limits, ticker);
    ModelInferAnswers answers = new ModelInferAnswers();
    this.infer =
        GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(requests, answers).build();
    this.streamInfer =
        GRPCInferenceServiceGrpc.getModelStreamInferMethod().toBuilder(requests, answers).build();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(descriptor())
        .addMethod(
            GRPCInferenceServiceGrpc.getServerLiveMethod(), unary(request -> metadata.live()))
        .addMethod(
            GRPCInferenceServiceGrpc.getServerReadyMethod(), unary(request -> metadata.ready()))
        .addMethod(GRPCInferenceServiceGrpc.getModelReadyMethod(), unary(metadata::modelReady))
        .addMethod(
            GRPCInferenceServiceGrpc.getServerMetadataMethod(), unary(request -> metadata.server()))
        .addMethod(GRPCInferenceServiceGrpc.getModelMetadataMethod(), unary(metadata::model))
        .addMethod(infer, inferHandler)
        .addMethod(streamInfer, streamHandler)
        .addMethod(GRPCInferenceServiceGrpc.getModelConfigMethod(), unary(metadata::config))
        .addMethod(GRPCInferenceServiceGrpc.getModelStatisticsMethod(), unary(metadata::statistics))
        .addMethod(GRPCInferenceServiceGrpc.getRepositoryIndexMethod(), later(repository::index))
        .addMethod(GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod(), later(repository::load))
        .addMethod(
            GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod(), later(repository::unload))
        .build();
  }

  /** The generated descriptor, whose schema reflection shows, with our own inference calls. */
  private ServiceDescriptor descriptor() {
    ServiceDescriptor generated = GRPCInferenceServiceGrpc.getServiceDescriptor();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(generated.getName())
            .setSchemaDescriptor(generated.getSchemaDescriptor());
    for (MethodDescriptor<?, ?> method : generated.getMethods()) {
      descriptor.addMethod(own(method));
    }
    return descriptor.build();
  }

  private MethodDescriptor<?, ?> own(MethodDescriptor<?, ?> generated) {
    return Stream.of(infer, streamInfer)
        .filter(own -> own.getFullMethodName().equals(generated.getFullMethodName()))
        .<MethodDescriptor<?, ?>>map(own -> own)
        .findFirst()
        .orElse(generated);
  }

  /** A call that is answered at once. */
  private static <Q, A> ServerCallHandler<Q, A> unary(Function<Q, A> method) {
    return later(request -> CompletableFuture.completedFuture(method.apply(request)));
  }

  /** A call that is answered once the stage completes, on the thread that completes it. */
  private static <Q, A> ServerCallHandler<Q, A> later(Function<Q, CompletionStage<A>> method) {
    return ServerCalls.asyncUnaryCall(
        (request, answers) -> {
          CompletionStage<A> answer;
          try {
            answer = method.apply(request);
          } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
          }
          var unused = answer.whenComplete((message, failure) -> end(answers, message, failure));
        });
  }

  private static <A> void end(
      StreamObserver<A> answers, @Nullable A message, @Nullable Throwable failure) {
    try {
      if (message == null) {
        answers.onError(
            GrpcStatus.of(failure == null ? new IllegalStateException("no answer") : failure)
                .asRuntimeException());
      } else {
        answers.onNext(message);
        answers.onCompleted();
      }
    } catch (StatusRuntimeException | IllegalStateException e) {
      // cancelled meanwhile: there is nobody to tell
    }
  }
}
