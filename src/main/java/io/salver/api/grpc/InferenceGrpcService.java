package io.salver.api.grpc;

import inference.GRPCInferenceServiceGrpc;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.quarkus.grpc.GrpcService;
import io.salver.api.InferenceRunner;
import io.salver.api.RequestLimits;
import io.salver.fault.Unsupported;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import jakarta.inject.Inject;
import java.util.function.Function;

/**
 * The V2 service: metadata by the generated messages, ModelInfer by a marshaller of its own. Every
 * method runs on the event loop; none blocks. Thread-safe.
 */
@GrpcService
public final class InferenceGrpcService implements BindableService {

  private final MetadataCalls metadata;
  private final ModelInferHandler inferHandler;
  private final MethodDescriptor<ModelInferArrival, ModelInferAnswer> infer;

  @Inject
  InferenceGrpcService(
      MetadataCalls metadata,
      InferenceRunner runner,
      DirectMemoryPool pool,
      RequestLimits limits,
      Ticker ticker) {
    this.metadata = metadata;
    this.inferHandler = new ModelInferHandler(runner, ticker);
    this.infer =
        GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(
                new ModelInferRequests(pool, limits, ticker), new ModelInferAnswers())
            .build();
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
        .addMethod(
            GRPCInferenceServiceGrpc.getModelStreamInferMethod(),
            ServerCalls.asyncBidiStreamingCall(
                answers ->
                    ServerCalls.asyncUnimplementedStreamingCall(
                        GRPCInferenceServiceGrpc.getModelStreamInferMethod(), answers)))
        .addMethod(
            GRPCInferenceServiceGrpc.getRepositoryIndexMethod(), unimplemented("RepositoryIndex"))
        .addMethod(
            GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod(),
            unimplemented("RepositoryModelLoad"))
        .addMethod(
            GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod(),
            unimplemented("RepositoryModelUnload"))
        .build();
  }

  /** The generated descriptor, whose schema reflection shows, with our own ModelInfer. */
  private ServiceDescriptor descriptor() {
    ServiceDescriptor generated = GRPCInferenceServiceGrpc.getServiceDescriptor();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(generated.getName())
            .setSchemaDescriptor(generated.getSchemaDescriptor());
    for (MethodDescriptor<?, ?> method : generated.getMethods()) {
      boolean isInfer = method.getFullMethodName().equals(infer.getFullMethodName());
      descriptor.addMethod(isInfer ? infer : method);
    }
    return descriptor.build();
  }

  private static <Q, A> ServerCallHandler<Q, A> unimplemented(String method) {
    return unary(
        request -> {
          throw new Unsupported(method + " is not implemented");
        });
  }

  private static <Q, A> ServerCallHandler<Q, A> unary(Function<Q, A> method) {
    return ServerCalls.asyncUnaryCall(
        (request, answers) -> {
          A answer;
          try {
            answer = method.apply(request);
          } catch (RuntimeException e) {
            answers.onError(GrpcStatus.of(e).asRuntimeException());
            return;
          }
          answers.onNext(answer);
          answers.onCompleted();
        });
  }
}
