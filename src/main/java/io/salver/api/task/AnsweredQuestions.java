package io.salver.api.task;

import io.salver.model.ModelId;
import io.salver.serving.ModelReference;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskContext;
import io.salver.task.TaskTimes;
import io.salver.task.text.QuestionAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * The answers to the questions of one request, in its order, at least one. Immutable.
 *
 * @param times of all of them together
 */
public record AnsweredQuestions(List<QuestionAnswer> answers, TaskTimes times)
    implements TaskAnswer {

  /** Copies the list. */
  public AnsweredQuestions {
    answers = List.copyOf(answers);
  }

  @Override
  public ModelId model() {
    return answers.getFirst().model();
  }

  /**
   * Asks one after the other, because they share the memory of the request; all but the first go to
   * the version that answered it.
   */
  static CompletionStage<AnsweredQuestions> ask(
      List<TextRequests.Question> questions,
      TaskContext context,
      BiFunction<TextRequests.Question, TaskContext, CompletionStage<QuestionAnswer>> service) {
    CompletionStage<List<QuestionAnswer>> all =
        CompletableFuture.completedFuture(new ArrayList<>(questions.size()));
    for (TextRequests.Question question : questions) {
      all =
          all.thenCompose(
              before ->
                  service
                      .apply(question, pinned(context, before))
                      .thenApply(
                          answer -> {
                            before.add(answer);
                            return before;
                          }));
    }
    return all.thenApply(answers -> new AnsweredQuestions(answers, sum(answers)));
  }

  private static TaskContext pinned(TaskContext context, List<QuestionAnswer> before) {
    if (before.isEmpty()) {
      return context;
    }
    ModelId ran = before.getFirst().model();
    return context.of(new ModelReference(ran.name(), Optional.of(ran.version())));
  }

  private static TaskTimes sum(List<QuestionAnswer> answers) {
    return answers.stream().map(QuestionAnswer::times).reduce(AnsweredQuestions::sum).orElseThrow();
  }

  private static TaskTimes sum(TaskTimes first, TaskTimes second) {
    return new TaskTimes(
        first.waitNanos() + second.waitNanos(),
        first.decodeNanos() + second.decodeNanos(),
        first.preprocessNanos() + second.preprocessNanos(),
        first.queueNanos() + second.queueNanos(),
        first.runNanos() + second.runNanos(),
        first.postprocessNanos() + second.postprocessNanos());
  }
}
