package io.salver.task.text;

import io.salver.model.ModelId;
import io.salver.monitor.Sample;
import io.salver.serving.ModelReference;
import io.salver.task.Runs;
import io.salver.task.Stopwatch;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.WatchedTokens;
import io.salver.task.Watching;
import io.salver.task.text.TextRuns.Work;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.TokenWindow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A question with one version of a model. */
final class QuestionReading {

  private final QuestionRequest request;
  private final TextPlan plan;
  private final AnswerSearch search;
  private final ModelReference version;
  private final TextRuns runs;
  private final Watching watching;
  private final Stopwatch watch;

  QuestionReading(
      QuestionRequest request,
      Chosen<TextPlan> chosen,
      Runs runs,
      Watching watching,
      Stopwatch watch) {
    this.request = request;
    this.plan = chosen.plan();
    this.search = (AnswerSearch) plan.head();
    this.version = chosen.pinned();
    this.runs = new TextRuns(runs, plan, version, request.context(), watch);
    this.watching = watching;
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
      AnswerSearch.Found nothing =
          new AnswerSearch.Found(List.of(), search.mayBeNone() ? 1 : 0, OptionalDouble.empty());
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
    ModelId model = new ModelId(version.name(), version.version().orElseThrow());
    watching.tell(model, request.context().id(), () -> List.of(seen(found, encoding)));
    return new QuestionAnswer(
        model, found.answers(), found.noAnswer(), encoding.size(), cut, windows, watch.times());
  }

  /**
   * The text where the answer is looked for, the tokens of both; {@code answered}, and the {@code
   * margin} of the best span above none.
   */
  private Watching.Seen seen(AnswerSearch.Found found, Encoding encoding) {
    Sample.Builder sample = Sample.builder();
    WatchedTokens.addText(request.text(), sample);
    WatchedTokens.addTokens(encoding.ids(), plan.tokenizer().vocabulary(), sample);
    boolean isAnswered = found.margin().orElse(found.answers().isEmpty() ? -1 : 1) > 0;
    sample.prediction("answered", isAnswered ? "yes" : "no");
    found.margin().ifPresent(margin -> sample.prediction("margin", margin));
    return new Watching.Seen(sample.build(), Optional.empty());
  }
}
