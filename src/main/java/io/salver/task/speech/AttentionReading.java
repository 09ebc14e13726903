package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.serving.ModelReference;
import io.salver.sound.MelSettings;
import io.salver.sound.Waveform;
import io.salver.task.Failures;
import io.salver.task.OutputValues;
import io.salver.task.Steps;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels;
import io.salver.task.speech.SoundPreparation.Row;
import io.salver.task.speech.Transcription.Segment;
import io.salver.task.speech.Windows.Window;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads one sound with an encoder and a decoder that attends to it, window after window; each token
 * is the most probable after those before it. One thread at a time works at it.
 */
final class AttentionReading {

  private static final String TOKENS = "tokens";
  private static final String ENCODED = "encoded";

  private final SpeechTools tools;
  private final TaskContext context;
  private final ModelReference version;
  private final SpeechPlan.Recognise plan;
  private final Recognition.Attention attention;
  private final Stopwatch watch;
  private final List<Segment> segments = new ArrayList<>();

  AttentionReading(
      SpeechTools tools,
      TaskContext context,
      ModelReference version,
      SpeechPlan.Recognise plan,
      Recognition.Attention attention,
      Stopwatch watch) {
    this.tools = tools;
    this.context = context;
    this.version = version;
    this.plan = plan;
    this.attention = attention;
    this.watch = watch;
  }

  /** What was found in a window so far. */
  private static final class Found {
    private final List<Integer> tokens = new ArrayList<>();
    private double log;
    private boolean ended;
  }

  CompletionStage<Transcription> read(Waveform sound) {
    SoundInput input = plan.preparation().input();
    int wanted = MelSettings.samples(attention.window(), sound.sampleRate());
    int length = Math.min(wanted, input.length().orElse(wanted));
    int overlap =
        Math.min(MelSettings.samples(attention.overlap(), sound.sampleRate()), length / 2);
    List<Window> windows = Windows.of(sound.samples().length, length, length - overlap);
    int[] next = {0};
    return Steps.until(
            () -> window(sound, windows.get(next[0]++)).thenApply(_ -> next[0] < windows.size()))
        .thenApply(
            _ ->
                new Transcription(
                    Transcriber.id(version), sound.seconds(), segments, watch.times()));
  }

  private CompletionStage<Void> window(Waveform sound, Window window) {
    Row row = SpeechTools.row(plan.preparation(), sound, window.from(), window.to());
    Found found = new Found();
    return tools
        .runs()
        .run(
            version,
            context,
            watch,
            scope -> plan.preparation().tensors(List.of(row), scope),
            outputs -> OutputValues.of(outputs, attention.encoded()).requireRows(1))
        .thenCompose(
            encoded -> Steps.until(() -> token(encoded, found).thenApply(_ -> !found.ended)))
        .thenAccept(_ -> add(found, sound, window));
  }

  private CompletionStage<Void> token(OutputValues encoded, Found found) {
    return tools
        .runs()
        .run(
            ModelReference.latest(attention.decoder()),
            context,
            watch,
            scope -> inputs(encoded, found, scope),
            outputs -> logits(outputs, attention.start().size() + found.tokens.size()))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(decoderFault(failure)))
        .thenAccept(
            logits -> {
              take(logits, found);
              watch.lap(Stopwatch.Part.POSTPROCESS);
            });
  }

  /** That the decoder is not there is no fault of the request. */
  private static Fault decoderFault(Throwable failure) {
    Fault fault = Failures.fault(failure);
    return TaskModels.isGone(fault) ? SpeechTools.without("postprocess.model", fault) : fault;
  }

  private Tensors inputs(OutputValues encoded, Found found, TensorScope scope) {
    int count = attention.start().size() + found.tokens.size();
    Tensor.Dense tokens = scope.allocate(DataType.INT64, Shape.of(1, count));
    var longs = tokens.view().asLongBuffer();
    attention.start().forEach(longs::put);
    found.tokens.forEach(longs::put);
    Tensor.Dense memory = scope.allocate(DataType.FP32, encoded.shape());
    memory.view().asFloatBuffer().put(encoded.values());
    return Tensors.builder().put(TOKENS, tokens).put(ENCODED, memory).build();
  }

  /** The scores of what follows the last token. */
  private float[] logits(Tensors outputs, int count) {
    Tensor.Dense tensor = outputs.dense(outputs.names().getFirst());
    Shape shape = tensor.shape();
    boolean fits =
        tensor.dataType() == DataType.FP32
            && shape.rank() == 3
            && shape.extent(0) == 1
            && shape.extent(1) == count
            && shape.extent(2) <= attention.tokens().size();
    if (!fits) {
      throw new BackendFailure(
          "the model that postprocess.model names gave %s %s; FP32 [1, %d, up to %d tokens] was"
                  .formatted(tensor.dataType(), shape, count, attention.tokens().size())
              + " expected");
    }
    float[] last = new float[Math.toIntExact(shape.extent(2))];
    tensor.view().asFloatBuffer().get((count - 1) * last.length, last);
    return last;
  }

  private void take(float[] logits, Found found) {
    CtcFrames row = new CtcFrames(logits, 0, logits.length, 0, 1);
    float[] logs = new float[logits.length];
    for (float logit : logits) {
      if (!(logit < Float.POSITIVE_INFINITY)) {
        throw new BackendFailure("the model that postprocess.model names gave " + logit);
      }
    }
    int best = row.best(0);
    row.logProbabilities(0, logs);
    found.log += logs[best];
    int count = attention.start().size() + found.tokens.size() + 1;
    if (best == attention.end()) {
      found.ended = true;
    } else {
      found.tokens.add(best);
      found.ended = count >= attention.maxTokens();
    }
  }

  private void add(Found found, Waveform sound, Window window) {
    double rate = sound.sampleRate();
    double start = segments.isEmpty() ? 0 : segments.getLast().end();
    String text = attention.tokens().text(found.tokens);
    String rest = segments.isEmpty() ? text : Overlaps.without(segments.getLast().text(), text);
    double confidence = Math.exp(found.log / (found.tokens.size() + 1));
    segments.add(new Segment(start, window.to() / rate, rest, List.of(), confidence));
    watch.lap(Stopwatch.Part.POSTPROCESS);
  }
}
