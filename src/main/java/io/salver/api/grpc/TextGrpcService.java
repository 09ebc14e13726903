package io.salver.api.grpc;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.quarkus.grpc.GrpcService;
import io.salver.api.grpc.TaskHandler.Prepared;
import io.salver.api.task.AnsweredQuestions;
import io.salver.api.task.GivenText;
import io.salver.api.task.OffsetUnit;
import io.salver.api.task.TaskArguments;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskRunner;
import io.salver.api.task.TextRequests;
import io.salver.task.TaskContext;
import io.salver.task.text.TextAnswer;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import io.salver.v1.AnswerRequest;
import io.salver.v1.AnswerResponse;
import io.salver.v1.ClassifyTextRequest;
import io.salver.v1.EmbedTextRequest;
import io.salver.v1.TagRequest;
import io.salver.v1.TagResponse;
import io.salver.v1.TextServiceGrpc;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Texts over gRPC. Requests are read on the event loop into memory of their own; tokens are made
 * and the model runs elsewhere. Thread-safe.
 */
@GrpcService
public final class TextGrpcService implements BindableService {

  private final TextRequests requests;
  private final TaskService.Services services;

  @Inject
  TextGrpcService(TextRequests requests, TaskRunner runner, DirectMemoryPool pool, Ticker ticker) {
    this.requests = requests;
    this.services = new TaskService.Services(runner, pool, ticker);
  }

  @Override
  public ServerServiceDefinition bindService() {
    return new TaskService(TextServiceGrpc.getServiceDescriptor(), services)
        .unary(
            TextServiceGrpc.getClassifyMethod(),
            ClassifyTextRequest.parser(),
            TaskMethod.CLASSIFY,
            (said, context) ->
                new Prepared<>(
                    requests.read(TaskMethod.CLASSIFY, TextRequests.inputs(said), said, context),
                    answer -> TextAnswers.classified(context.id(), answer)))
        .unary(TextServiceGrpc.getTagMethod(), TagRequest.parser(), TaskMethod.TAG, this::tag)
        .unary(
            TextServiceGrpc.getAnswerMethod(),
            AnswerRequest.parser(),
            TaskMethod.ANSWER,
            this::answer)
        .unary(
            TextServiceGrpc.getEmbedMethod(),
            EmbedTextRequest.parser(),
            TaskMethod.EMBED,
            (said, context) ->
                new Prepared<>(
                    requests.embed(said, context),
                    answer -> TextAnswers.embedded(context.id(), answer)))
        .build();
  }

  private Prepared<TextAnswer, TagResponse> tag(TaskArguments said, TaskContext context) {
    List<GivenText> inputs = TextRequests.inputs(said);
    OffsetUnit unit = OffsetUnit.of(said);
    return new Prepared<>(
        requests.read(TaskMethod.TAG, inputs, said, context),
        answer -> TextAnswers.tagged(context.id(), answer, inputs, unit));
  }

  private Prepared<AnsweredQuestions, AnswerResponse> answer(
      TaskArguments said, TaskContext context) {
    List<TextRequests.Question> questions = TextRequests.questions(said);
    OffsetUnit unit = OffsetUnit.of(said);
    return new Prepared<>(
        requests.answer(questions, said, context),
        answer -> TextAnswers.answered(context.id(), answer, questions, unit));
  }
}
