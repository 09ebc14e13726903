package io.salver.task.text;

import io.salver.model.ModelId;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.serving.ModelReference;
import io.salver.task.Naming;
import io.salver.task.Runs;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.WatchedTokens;
import io.salver.task.Watching;
import io.salver.task.text.TextRuns.Work;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.TokenWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** The texts of a request with one version of a model. */
final class TextReading {

  private final TextRequest request;
  private final TextPlan plan;
  private final ModelReference version;
  private final TextRuns runs;
  private final Watching watching;
  private final Stopwatch watch;
  private final List<Begun> texts = new ArrayList<>();

  TextReading(
      TextRequest request, Chosen<TextPlan> chosen, Runs runs, Watching watching, Stopwatch watch) {
    this.request = request;
    this.plan = chosen.plan();
    this.version = chosen.pinned();
    this.runs = new TextRuns(runs, plan, version, request.context(), watch);
    this.watching = watching;
    this.watch = watch;
  }

  /** A text in tokens, and what was gathered of it. */
  private record Begun(
      Encoding encoding, List<TokenWindow> windows, Collector<? extends TextFinding> collector) {

    TextAnswer.Reading reading() {
      return new TextAnswer.Reading(
          encoding.size(),
          windows.size() == 1 && windows.getFirst().isPart(),
          windows.size(),
          collector.finding());
    }
  }

  /** Begins, on the calling thread, which is one of the task. */
  CompletionStage<TextAnswer> start() {
    List<Work> work = new ArrayList<>();
    for (int i = 0; i < request.texts().size(); i++) {
      String text = request.texts().get(i);
      Begun begun = Naming.of("text", i, request.texts().size(), () -> begin(text));
      texts.add(begun);
      begun.windows().forEach(window -> work.add(new Work(window, begun.collector())));
    }
    return runs.read(work).thenApply(_ -> answer());
  }

  private Begun begin(String text) {
    TaskContext context = request.context();
    Encoding encoding = runs.encode(new TokenSource.Text(text), text.length());
    List<TokenWindow> windows = plan.input().windows(encoding);
    context.scope().reserve(encoding.size() * plan.head().bytesPerToken());
    return new Begun(encoding, windows, collector(text, encoding));
  }

  private Collector<? extends TextFinding> collector(String text, Encoding encoding) {
    return switch (plan.head()) {
      case TextClassification classes ->
          classes.collector(
              0,
              request.task() instanceof TextTask.Classify asked
                  ? asked
                  : new TextTask.Classify(OptionalInt.empty(), OptionalDouble.empty()));
      case TokenClassification labels ->
          labels.collector(
              text,
              encoding,
              request.task() instanceof TextTask.Tag asked
                  ? asked
                  : new TextTask.Tag(OptionalDouble.empty()));
      case TextEmbedding embedding -> embedding.collector();
      case AnswerSearch _ ->
          throw new IllegalStateException("answers are looked for by a question");
    };
  }

  private TextAnswer answer() {
    List<TextAnswer.Reading> readings = texts.stream().map(Begun::reading).toList();
    watch.lap(Stopwatch.Part.POSTPROCESS);
    ModelId id = new ModelId(version.name(), version.version().orElseThrow());
    watching.tell(id, request.context().id(), () -> seen(readings));
    return new TextAnswer(id, readings, watch.times());
  }

  private List<Watching.Seen> seen(List<TextAnswer.Reading> readings) {
    List<Watching.Seen> seen = new ArrayList<>(readings.size());
    for (int i = 0; i < readings.size(); i++) {
      Begun begun = texts.get(i);
      Sample.Builder sample = Sample.builder();
      WatchedTokens.addText(request.texts().get(i), sample);
      WatchedTokens.addTokens(begun.encoding().ids(), plan.tokenizer().vocabulary(), sample);
      Optional<Predicted> predicted =
          WatchedTexts.add(begun.collector(), readings.get(i).finding(), sample);
      seen.add(new Watching.Seen(sample.build(), predicted));
    }
    return seen;
  }
}
