package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.serving.ModelReference;
import io.salver.sound.MelSettings;
import io.salver.sound.Waveform;
import io.salver.task.OutputValues;
import io.salver.task.Steps;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.speech.SoundPreparation.Row;
import io.salver.task.speech.Windows.Window;
import io.salver.tensor.Tensors;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads one sound with a connectionist temporal classifier: windows of equal length in one run,
 * their frames joined, one search over all of them. One thread at a time works at it.
 */
final class CtcReading {

  private final SpeechTools tools;
  private final TaskContext context;
  private final ModelReference version;
  private final SpeechPlan.Recognise plan;
  private final Recognition.Ctc ctc;
  private final Stopwatch watch;
  private final CtcSearch search;
  private final WindowJoiner joiner;

  CtcReading(
      SpeechTools tools,
      TaskContext context,
      ModelReference version,
      SpeechPlan.Recognise plan,
      Recognition.Ctc ctc,
      OptionalInt beam,
      Stopwatch watch) {
    this.tools = tools;
    this.context = context;
    this.version = version;
    this.plan = plan;
    this.ctc = ctc;
    this.watch = watch;
    this.search = ctc.search(beam);
    this.joiner = new WindowJoiner(search, ctc.vocabulary().blank());
  }

  CompletionStage<Transcription> read(Waveform sound) {
    int frame = frameSamples(plan, ctc);
    int length = windowSamples(plan, ctc);
    int overlap =
        Math.min(
            MelSettings.samples(ctc.overlap(), sound.sampleRate()) / frame * frame,
            length / 2 / frame * frame);
    List<Window> windows = Windows.of(sound.samples().length, length, length - overlap);
    int[] next = {0};
    return Steps.until(
            () -> {
              List<Window> batch = Windows.batch(windows, next[0], plan.rows());
              next[0] += batch.size();
              return run(sound, batch).thenApply(_ -> next[0] < windows.size());
            })
        .thenApply(_ -> transcription(sound));
  }

  private CompletionStage<Void> run(Waveform sound, List<Window> batch) {
    List<Row> rows =
        batch.stream()
            .map(window -> SpeechTools.row(plan.preparation(), sound, window.from(), window.to()))
            .toList();
    return tools
        .runs()
        .run(
            version,
            context,
            watch,
            scope -> plan.preparation().tensors(rows, scope),
            outputs -> Scores.of(outputs, ctc, rows.size()))
        .thenCompose(
            scores -> {
              for (int row = 0; row < batch.size(); row++) {
                joiner.accept(scores.frames(row, batch.get(row), plan, ctc));
              }
              watch.lap(Stopwatch.Part.POSTPROCESS);
              return CompletableFuture.<Void>completedFuture(null);
            });
  }

  private Transcription transcription(Waveform sound) {
    joiner.finish();
    Spelling spelling = new Spelling(ctc.vocabulary(), ctc.frame().toNanos() * 1e-9);
    double seconds = sound.seconds();
    var words = spelling.words(search.best(), seconds);
    var segments = spelling.segments(words, joiner.joints(), seconds);
    watch.lap(Stopwatch.Part.POSTPROCESS);
    return new Transcription(Transcriber.id(version), seconds, segments, watch.times());
  }

  /** Samples of an output frame. */
  static int frameSamples(SpeechPlan.Recognise plan, Recognition.Ctc ctc) {
    return Math.max(1, MelSettings.samples(ctc.frame(), plan.preparation().input().sampleRate()));
  }

  /** Samples of a window, whole frames and no more than a row takes. */
  static int windowSamples(SpeechPlan.Recognise plan, Recognition.Ctc ctc) {
    SoundInput input = plan.preparation().input();
    int frame = frameSamples(plan, ctc);
    int wanted = MelSettings.samples(ctc.window(), input.sampleRate());
    int most = Math.min(wanted, input.length().orElse(wanted));
    return Math.max(1, most / frame) * frame;
  }

  /**
   * What the model said of a batch.
   *
   * @param lengths the valid frames of each row; empty where the model does not say
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Scores(OutputValues values, long[] lengths) {

    static Scores of(Tensors outputs, Recognition.Ctc ctc, int rows) {
      OutputValues values = OutputValues.of(outputs, ctc.output()).requireRows(rows);
      if (values.extent(2) != ctc.vocabulary().symbols().size()) {
        throw new BackendFailure(
            "the model scores %d symbols, and its vocabulary has %d"
                .formatted(values.extent(2), ctc.vocabulary().symbols().size()));
      }
      long[] lengths = new long[ctc.outputLengths().isPresent() ? rows : 0];
      ctc.outputLengths()
          .ifPresent(spec -> outputs.dense(spec.name()).view().asLongBuffer().get(lengths));
      return new Scores(values, lengths);
    }

    /** The frames of a row that are of its window. */
    CtcFrames frames(int row, Window window, SpeechPlan.Recognise plan, Recognition.Ctc ctc) {
      int frame = frameSamples(plan, ctc);
      int all = values.extent(1);
      long valid = Math.min(all, Math.ceilDiv(window.length(), frame));
      if (lengths.length > 0) {
        valid = Math.clamp(lengths[row], 0, all);
      }
      return new CtcFrames(
          values.values(),
          row * all * values.extent(2),
          values.extent(2),
          window.from() / frame,
          (int) valid);
    }
  }
}
