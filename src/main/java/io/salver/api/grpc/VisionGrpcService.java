package io.salver.api.grpc;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.quarkus.grpc.GrpcService;
import io.salver.api.grpc.TaskHandler.Prepared;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskRunner;
import io.salver.api.task.VisionRequests;
import io.salver.serving.RequestId;
import io.salver.task.vision.VisionAnswer;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import io.salver.v1.ClassifyImagesRequest;
import io.salver.v1.DetectRequest;
import io.salver.v1.EmbedRequest;
import io.salver.v1.SegmentRequest;
import io.salver.v1.VerifyRequest;
import io.salver.v1.VisionServiceGrpc;
import jakarta.inject.Inject;
import java.util.function.BiFunction;

/**
 * Pictures over gRPC. Requests are read on the event loop into memory of their own; decoding and
 * the model run elsewhere. Thread-safe.
 */
@GrpcService
public final class VisionGrpcService implements BindableService {

  private final VisionRequests requests;
  private final TaskService.Services services;

  @Inject
  VisionGrpcService(
      VisionRequests requests, TaskRunner runner, DirectMemoryPool pool, Ticker ticker) {
    this.requests = requests;
    this.services = new TaskService.Services(runner, pool, ticker);
  }

  @Override
  public ServerServiceDefinition bindService() {
    return new TaskService(VisionServiceGrpc.getServiceDescriptor(), services)
        .unary(
            VisionServiceGrpc.getClassifyMethod(),
            ClassifyImagesRequest.parser(),
            TaskMethod.CLASSIFY,
            look(TaskMethod.CLASSIFY, VisionAnswers::classified))
        .unary(
            VisionServiceGrpc.getDetectMethod(),
            DetectRequest.parser(),
            TaskMethod.DETECT,
            look(TaskMethod.DETECT, VisionAnswers::detected))
        .unary(
            VisionServiceGrpc.getSegmentMethod(),
            SegmentRequest.parser(),
            TaskMethod.SEGMENT,
            (said, context) -> {
              boolean asPng = said.choice("mask", VisionRequests.MASKS).equals("png");
              return new Prepared<>(
                  requests.look(TaskMethod.SEGMENT, said, context),
                  answer -> VisionAnswers.segmented(context.id(), answer, asPng));
            })
        .unary(
            VisionServiceGrpc.getEmbedMethod(),
            EmbedRequest.parser(),
            TaskMethod.EMBED,
            look(TaskMethod.EMBED, VisionAnswers::embedded))
        .unary(
            VisionServiceGrpc.getVerifyMethod(),
            VerifyRequest.parser(),
            TaskMethod.VERIFY,
            (said, context) ->
                new Prepared<>(
                    requests.verify(said, context),
                    answer -> TaskAnswers.encode(context.id(), answer)))
        .build();
  }

  private <M> TaskHandler.Preparation<VisionAnswer, M> look(
      TaskMethod method, BiFunction<RequestId, VisionAnswer, M> encoder) {
    return (said, context) ->
        new Prepared<>(
            requests.look(method, said, context), answer -> encoder.apply(context.id(), answer));
  }
}
