package io.salver.task.text;

import io.salver.model.ModelId;
import io.salver.serving.ModelReference;
import io.salver.task.Runs;
import io.salver.task.Stopwatch;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.text.TextRuns.Work;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.TokenWindow;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A question with one version of a model. */
final class QuestionReading {

  private final QuestionRequest request;
  private final TextPlan plan;
  private final AnswerSearch search;
  private final ModelReference version;
  private final TextRuns runs;
  private final Stopwatch watch;

  QuestionReading(QuestionRequest request, Chosen<TextPlan> chosen, Runs runs, Stopwatch watch) {
    this.request = request;
    this.plan = chosen.plan();
    this.search = (AnswerSearch) plan.head();
    this.version = chosen.pinned();
    this.runs = new TextRuns(runs, plan, version, request.context(), watch);
    this.watch = watch;
  }

  /** Begins, on the calling thread, which is one of the task. */
  CompletionStage<QuestionAnswer> start() {
    String text = request.text();
    Encoding encoding =
        runs.encode(
            new TokenSource.Pair(request.question(), text),
            request.question().length() + text.length());
    if (Arrays.stream(encoding.sequences()).noneMatch(sequence -> sequence == 1)) {
      AnswerSearch.Found nothing = new AnswerSearch.Found(List.of(), search.mayBeNone() ? 1 : 0);
      return CompletableFuture.completedFuture(answer(nothing, encoding, false, 0));
    }
    List<TokenWindow> windows = plan.input().windows(encoding);
    int count = request.topK().orElse(search.topK());
    AnswerSearch.Spans spans = search.collector(text, encoding, count);
    boolean cut = windows.size() == 1 && windows.getFirst().isPart();
    return runs.read(windows.stream().map(window -> new Work(window, spans)).toList())
        .thenApply(_ -> answer(spans.finding(), encoding, cut, windows.size()));
  }

  private QuestionAnswer answer(
      AnswerSearch.Found found, Encoding encoding, boolean cut, int windows) {
    watch.lap(Stopwatch.Part.POSTPROCESS);
    return new QuestionAnswer(
        new ModelId(version.name(), version.version().orElseThrow()),
        found.answers(),
        found.noAnswer(),
        encoding.size(),
        cut,
        windows,
        watch.times());
  }
}
