package io.salver.api.grpc;

import io.grpc.BindableService;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salver.api.grpc.TaskHandler.Prepared;
import io.salver.api.task.SpeechRequests;
import io.salver.api.task.SpokenAudio;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskRunner;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import io.salver.v1.ClassifySoundRequest;
import io.salver.v1.SpeakRequest;
import io.salver.v1.SpeechServiceGrpc;
import io.salver.v1.StreamTranscribeRequest;
import io.salver.v1.StreamTranscribeResponse;
import io.salver.v1.TranscribeRequest;
import io.salver.v1.VerifyRequest;
import jakarta.inject.Inject;

/**
 * Sounds and speech over gRPC. Requests are read on the event loop into memory of their own;
 * decoding and the model run elsewhere. Thread-safe.
 */
@GrpcService
public final class SpeechGrpcService implements BindableService {

  private final SpeechRequests requests;
  private final TaskService.Services services;

  @Inject
  SpeechGrpcService(
      SpeechRequests requests, TaskRunner runner, DirectMemoryPool pool, Ticker ticker) {
    this.requests = requests;
    this.services = new TaskService.Services(runner, pool, ticker);
  }

  @Override
  public ServerServiceDefinition bindService() {
    RequestIdMetadata ids = new RequestIdMetadata();
    ServerCallHandler<StreamTranscribeRequest, StreamTranscribeResponse> streaming =
        ServerCalls.asyncBidiStreamingCall(this::stream);
    return new TaskService(SpeechServiceGrpc.getServiceDescriptor(), services)
        .unary(
            SpeechServiceGrpc.getTranscribeMethod(),
            TranscribeRequest.parser(),
            TaskMethod.TRANSCRIBE,
            (said, context) ->
                new Prepared<>(
                    requests.transcribe(said, context),
                    answer -> SpeechAnswers.transcribed(context.id(), answer)))
        .add(
            SpeechServiceGrpc.getStreamTranscribeMethod(),
            (call, headers) -> ids.interceptCall(call, headers, streaming))
        .unary(
            SpeechServiceGrpc.getClassifyMethod(),
            ClassifySoundRequest.parser(),
            TaskMethod.CLASSIFY,
            (said, context) ->
                new Prepared<>(
                    requests.classify(said, context),
                    answer -> SpeechAnswers.classified(context.id(), answer)))
        .unary(
            SpeechServiceGrpc.getVerifyMethod(),
            VerifyRequest.parser(),
            TaskMethod.VERIFY,
            (said, context) ->
                new Prepared<>(
                    requests.verify(said, context),
                    answer -> TaskAnswers.encode(context.id(), answer)))
        .unary(
            SpeechServiceGrpc.getSpeakMethod(),
            SpeakRequest.parser(),
            TaskMethod.SPEAK,
            (said, context) -> {
              String format = said.choice("response_format", SpokenAudio.FORMATS);
              return new Prepared<>(
                  requests.speak(said, context),
                  answer -> SpeechAnswers.spoken(context.id(), answer, format));
            })
        .build();
  }

  private StreamObserver<StreamTranscribeRequest> stream(
      StreamObserver<StreamTranscribeResponse> answers) {
    TranscribeStream stream =
        new TranscribeStream(
            (ServerCallStreamObserver<StreamTranscribeResponse>) answers,
            requests,
            services.runner(),
            services.pool().openForArrival(),
            services.ticker());
    stream.start();
    return stream;
  }
}
