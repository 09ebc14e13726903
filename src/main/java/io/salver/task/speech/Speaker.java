package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.model.ModelId;
import io.salver.monitor.Sample;
import io.salver.serving.ModelReference;
import io.salver.task.Failures;
import io.salver.task.OutputValues;
import io.salver.task.Steps;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.WatchedTokens;
import io.salver.task.Watching;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Speaks a text, part after part; nothing in the sound is clipped. Thread-safe. */
final class Speaker {

  private static final float FULL_SCALE = 0.99f;
  private static final double PAUSE_SECONDS = 0.15;
  private static final double SLOWEST = 0.25;
  private static final double FASTEST = 4;

  /** Characters of a text at most. */
  private static final int LONGEST_TEXT = 20_000;

  /** Symbols of a text that are watched. */
  private static final int MOST_SYMBOLS = 200;

  private final SpeechTools tools;

  Speaker(SpeechTools tools) {
    this.tools = tools;
  }

  CompletionStage<Speech> speak(
      SpeechRequest request, Chosen<SpeechPlan> chosen, SpeechPlan.Speak plan) {
    check(request, plan);
    Stopwatch watch = new Stopwatch(tools.ticker());
    List<float[]> spoken = new ArrayList<>();
    return tools
        .runs()
        .begin(watch, () -> plan.text().parts(request.text()))
        .thenCompose(
            parts -> {
              int[] next = {0};
              return Steps.until(
                  () ->
                      part(request, chosen.pinned(), plan, parts.get(next[0]++), watch)
                          .thenApply(
                              samples -> {
                                request.context().scope().reserve(bytes(samples));
                                spoken.add(samples);
                                return next[0] < parts.size();
                              }));
            })
        .thenApply(
            _ -> {
              float[] samples = joined(spoken, plan.synthesis().sampleRate());
              watch.lap(Stopwatch.Part.POSTPROCESS);
              ModelId model = Transcriber.id(chosen.pinned());
              tools
                  .watching()
                  .tell(model, request.context().id(), () -> List.of(seen(request.text())));
              return new Speech(model, samples, plan.synthesis().sampleRate(), watch.times());
            });
  }

  /** What a part takes, on its own and in the whole. */
  private static long bytes(float[] samples) {
    return 2L * Float.BYTES * samples.length;
  }

  private static void check(SpeechRequest request, SpeechPlan.Speak plan) {
    if (!(request.speed() >= SLOWEST && request.speed() <= FASTEST)) {
      throw new InvalidInput(
          "speed must be %s to %s, not %s".formatted(SLOWEST, FASTEST, request.speed()));
    }
    if (request.speed() != 1 && plan.text().speed().isEmpty()) {
      throw new InvalidInput("the model has one speed; it cannot speak at " + request.speed());
    }
    if (request.text().length() > LONGEST_TEXT) {
      throw new InvalidInput(
          "the text has %d characters; at most %d are spoken"
              .formatted(request.text().length(), LONGEST_TEXT));
    }
  }

  private CompletionStage<float[]> part(
      SpeechRequest request,
      ModelReference version,
      SpeechPlan.Speak plan,
      long[] numbers,
      Stopwatch watch) {
    TaskContext context = request.context();
    return tools
        .runs()
        .run(
            version,
            context,
            watch,
            scope -> plan.text().tensors(numbers, request.speed(), scope),
            outputs -> OutputValues.of(outputs, plan.synthesis().output()))
        .thenCompose(values -> samples(context, plan.synthesis(), values, watch));
  }

  private CompletionStage<float[]> samples(
      TaskContext context, Synthesis synthesis, OutputValues values, Stopwatch watch) {
    if (values.values().length == 0) {
      throw new BackendFailure("the model said nothing: it gave " + values.shape());
    }
    if (synthesis.vocoder().isEmpty()) {
      return CompletableFuture.completedFuture(finite(values));
    }
    return switch (synthesis.vocoder().get()) {
      case Synthesis.Vocoder.Algorithm(var griffinLim) -> {
        float[] mel = synthesis.spectrogram(values);
        float[] samples =
            tools
                .runs()
                .holding(
                    griffinLim.workingBytes(mel.length / synthesis.bins()),
                    () ->
                        griffinLim.waveform(
                            mel,
                            () -> SpeechTools.check(context, "the spectrogram became a sound")));
        watch.lap(Stopwatch.Part.POSTPROCESS);
        yield CompletableFuture.completedFuture(samples);
      }
      case Synthesis.Vocoder.Model(String name) -> vocoder(name, context, values, watch);
    };
  }

  private CompletionStage<float[]> vocoder(
      String name, TaskContext context, OutputValues mel, Stopwatch watch) {
    return tools
        .runs()
        .run(
            ModelReference.latest(name),
            context,
            watch,
            scope -> Tensors.of(tools.runs().onlyInput(name), tensor(mel, scope)),
            outputs -> finite(OutputValues.only(outputs)))
        .exceptionallyCompose(
            failure -> {
              Fault fault = Failures.fault(failure);
              return CompletableFuture.failedFuture(
                  TaskModels.isGone(fault)
                      ? SpeechTools.without("postprocess.vocoder", fault)
                      : fault);
            });
  }

  private static Tensor.Dense tensor(OutputValues values, TensorScope scope) {
    Tensor.Dense tensor = scope.allocate(DataType.FP32, Shape.of(values.shape().toArray()));
    tensor.view().asFloatBuffer().put(values.values());
    return tensor;
  }

  private static float[] finite(OutputValues values) {
    for (float value : values.values()) {
      if (!Float.isFinite(value)) {
        throw new BackendFailure("the model gave the sample " + value);
      }
    }
    return values.values();
  }

  /** The parts with a pause between them, less loud where they would be clipped. */
  private static float[] joined(List<float[]> parts, int sampleRate) {
    int pause = (int) (PAUSE_SECONDS * sampleRate);
    int length = (parts.size() - 1) * pause;
    float peak = 0;
    for (float[] part : parts) {
      length = Math.addExact(length, part.length);
      for (float sample : part) {
        peak = Math.max(peak, Math.abs(sample));
      }
    }
    float scale = peak > FULL_SCALE ? FULL_SCALE / peak : 1;
    float[] samples = new float[length];
    int at = 0;
    for (float[] part : parts) {
      for (int i = 0; i < part.length; i++) {
        samples[at + i] = part[i] * scale;
      }
      at += part.length + pause;
    }
    return samples;
  }

  /** The length of the text, and its first symbols. */
  private static Watching.Seen seen(String text) {
    Sample.Builder sample = Sample.builder();
    WatchedTokens.addText(text, sample);
    text.codePoints()
        .limit(MOST_SYMBOLS)
        .forEach(symbol -> sample.feature("text.symbol", Character.toString(symbol)));
    return new Watching.Seen(sample.build(), Optional.empty());
  }
}
