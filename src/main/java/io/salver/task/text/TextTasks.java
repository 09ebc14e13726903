package io.salver.task.text;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import io.salver.serving.InferenceService;
import io.salver.task.ModelTokenizers;
import io.salver.task.Naming;
import io.salver.task.Runs;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.TaskName;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Reads texts with the models that serve. Cutting them into tokens and reading the outputs happen
 * on the threads of the tasks, which are another's to close. Thread-safe.
 */
public final class TextTasks implements TextService {

  private final TaskModels<TextPlan> models;
  private final Runs runs;
  private final Watching watching;
  private final int mostCharacters;
  private final Ticker ticker;

  /**
   * Works on {@code threads}.
   *
   * @param memory of the runs of models; each gives back what it took at its end
   * @param mostCharacters of a text, in UTF-16 units
   */
  public TextTasks(
      InferenceService inference,
      DirectMemoryPool memory,
      TaskThreads threads,
      ModelTokenizers tokenizers,
      Watching watching,
      int mostCharacters,
      Ticker ticker) {
    this.models =
        new TaskModels<>(inference, (task, model) -> TextPlan.of(task, model, tokenizers));
    this.runs = new Runs(inference, memory, threads);
    this.watching = watching;
    this.mostCharacters = mostCharacters;
    this.ticker = ticker;
  }

  @Override
  public CompletionStage<TextAnswer> read(TextRequest request) {
    List<String> texts = request.texts();
    return begin(
        request.task().name(),
        request.context(),
        () -> {
          request.task().check();
          if (texts.isEmpty()) {
            throw new InvalidInput("there is no text in the request; at least one is expected");
          }
          for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            Naming.of("text", i, texts.size(), () -> requireShort("the text", text));
          }
        },
        (chosen, watch) -> new TextReading(request, chosen, runs, watching, watch).start());
  }

  @Override
  public CompletionStage<QuestionAnswer> answer(QuestionRequest request) {
    return begin(
        TaskName.QUESTION_ANSWERING,
        request.context(),
        () -> check(request),
        (chosen, watch) -> new QuestionReading(request, chosen, runs, watching, watch).start());
  }

  private void check(QuestionRequest request) {
    OptionalInt asked = request.topK();
    if (asked.isPresent()
        && (asked.getAsInt() < 1 || asked.getAsInt() > AnswerSearch.MOST_ANSWERS)) {
      throw new InvalidInput(
          "top_k is %d; 1 to %d is expected"
              .formatted(asked.getAsInt(), AnswerSearch.MOST_ANSWERS));
    }
    if (request.question().isBlank()) {
      throw new InvalidInput("the question is empty");
    }
    requireShort("the question", request.question());
    requireShort("the text", request.text());
  }

  private String requireShort(String what, String text) {
    if (text.length() > mostCharacters) {
      throw new TooLarge(
          "%s has %d characters; at most %d are read"
              .formatted(what, text.length(), mostCharacters));
    }
    return text;
  }

  /** What is done with the version that was chosen. */
  private interface Use<A> {
    CompletionStage<A> with(Chosen<TextPlan> chosen, Stopwatch watch);
  }

  private <A> CompletionStage<A> begin(
      TaskName task, TaskContext context, Runnable check, Use<A> use) {
    Stopwatch watch = new Stopwatch(ticker);
    try {
      check.run();
      Function<Chosen<TextPlan>, CompletionStage<A>> work = chosen -> use.with(chosen, watch);
      return runs.start(
          watch,
          () -> {
            context.stop().check();
            context.deadline().check("the text was read");
            return Runs.faults(models.use(task, context, work));
          });
    } catch (Fault refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }
}
