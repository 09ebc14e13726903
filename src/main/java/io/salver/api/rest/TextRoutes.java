package io.salver.api.rest;

import io.salver.api.rest.TaskEndpoint.Content;
import io.salver.api.rest.TaskEndpoint.Prepared;
import io.salver.api.task.AnsweredQuestions;
import io.salver.api.task.GivenText;
import io.salver.api.task.OffsetUnit;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TextRequests;
import io.salver.task.text.TextAnswer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /v1/text/…} and {@code /v1/embeddings}, which speaks OpenAI's interface: received on
 * the event loop; tokens are made and the model runs elsewhere. Thread-safe.
 */
@Singleton
final class TextRoutes {

  /** What else OpenAI's interface has for embeddings; the user is nobody's concern here. */
  private static final Set<String> EMBEDDING_NAMES = Set.of("encoding_format", "user");

  private final TaskRoute route;
  private final TextRequests requests;

  @Inject
  TextRoutes(TaskRoute route, TextRequests requests) {
    this.route = route;
    this.requests = requests;
  }

  void register(@Observes Router router) {
    route.register(router, "/v1/text/classify", classify());
    route.register(router, "/v1/text/tag", tag());
    route.register(router, "/v1/text/answer", answer());
    route.register(router, "/v1/embeddings", embeddings());
  }

  private TaskEndpoint<TextAnswer> classify() {
    return new TaskEndpoint<>(
        TaskMethod.CLASSIFY,
        fields(TaskMethod.CLASSIFY, "input"),
        ErrorShape.PLAIN,
        (said, context, accept) ->
            new Prepared<>(
                requests.read(TaskMethod.CLASSIFY, TextRequests.inputs(said), said, context),
                answer -> Content.json(TextJson.classified(context.id(), answer))));
  }

  private TaskEndpoint<TextAnswer> tag() {
    return new TaskEndpoint<>(
        TaskMethod.TAG,
        fields(TaskMethod.TAG, "input"),
        ErrorShape.PLAIN,
        (said, context, accept) -> {
          List<GivenText> inputs = TextRequests.inputs(said);
          OffsetUnit unit = OffsetUnit.of(said);
          return new Prepared<>(
              requests.read(TaskMethod.TAG, inputs, said, context),
              answer -> Content.json(TextJson.tagged(context.id(), answer, inputs, unit)));
        });
  }

  private TaskEndpoint<AnsweredQuestions> answer() {
    return new TaskEndpoint<>(
        TaskMethod.ANSWER,
        fields(TaskMethod.ANSWER, "context"),
        ErrorShape.PLAIN,
        (said, context, accept) -> {
          List<TextRequests.Question> questions = TextRequests.questions(said);
          OffsetUnit unit = OffsetUnit.of(said);
          return new Prepared<>(
              requests.answer(questions, said, context),
              answer -> Content.json(TextJson.answered(context.id(), answer, questions, unit)));
        });
  }

  private TaskEndpoint<TextAnswer> embeddings() {
    Set<String> names = new HashSet<>(TextRequests.parameters(TaskMethod.EMBED));
    names.addAll(EMBEDDING_NAMES);
    return new TaskEndpoint<>(
        TaskMethod.EMBED,
        TaskFields.ofTexts(
            Set.copyOf(names), TextRequests.nested(TaskMethod.EMBED), Optional.empty()),
        ErrorShape.OPEN_AI,
        (said, context, accept) -> {
          boolean isBase64 =
              said.choice("encoding_format", EmbeddingsJson.FORMATS).equals("base64");
          said.text("user"); // read for its errors
          return new Prepared<>(
              requests.embed(said, context),
              answer -> Content.json(EmbeddingsJson.write(context.id(), answer, isBase64)));
        });
  }

  private static TaskFields fields(TaskMethod method, String plain) {
    return TaskFields.ofTexts(
        TextRequests.parameters(method), TextRequests.nested(method), Optional.of(plain));
  }
}
