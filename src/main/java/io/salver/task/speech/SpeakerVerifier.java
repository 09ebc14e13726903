package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.monitor.Sample;
import io.salver.serving.ModelReference;
import io.salver.sound.Waveform;
import io.salver.task.EmbeddingHead;
import io.salver.task.Naming;
import io.salver.task.OutputValues;
import io.salver.task.PairRequest;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.Verification;
import io.salver.task.Watching;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Tells whether two sounds are of the same speaker, by the cosine of their vectors; that of a sound
 * longer than a row of the model is the mean of its windows'. Thread-safe.
 */
final class SpeakerVerifier {

  private final SpeechTools tools;

  SpeakerVerifier(SpeechTools tools) {
    this.tools = tools;
  }

  CompletionStage<Verification> verify(
      PairRequest request, Chosen<SpeechPlan> chosen, SpeechPlan.Embed plan) {
    Stopwatch watch = new Stopwatch(tools.ticker());
    TaskContext context = request.context();
    ModelReference version = chosen.pinned();
    List<Sample.Builder> seen = new ArrayList<>();
    return tools
        .runs()
        .begin(watch, () -> decode(request.first(), "first", context, plan, watch))
        .thenCompose(
            first -> {
              seen.add(WatchedSound.of(first, plan.preparation().input()));
              return vector(context, version, plan, first, watch);
            })
        .thenCompose(
            first -> {
              Waveform second = decode(request.second(), "second", context, plan, watch);
              seen.add(WatchedSound.of(second, plan.preparation().input()));
              return vector(context, version, plan, second, watch)
                  .thenApply(
                      vector -> {
                        double similarity = EmbeddingHead.cosine(first, vector);
                        watch.lap(Stopwatch.Part.POSTPROCESS);
                        tell(context, version, List.of(first, vector), similarity, seen);
                        return new Verification(
                            Transcriber.id(version),
                            similarity,
                            request.threshold().orElse(plan.embedding().threshold()),
                            watch.times());
                      });
            });
  }

  private void tell(
      TaskContext context,
      ModelReference version,
      List<float[]> vectors,
      double similarity,
      List<Sample.Builder> seen) {
    tools
        .watching()
        .tell(
            Transcriber.id(version),
            context.id(),
            () -> {
              seen.getFirst().prediction("cosine", similarity);
              return IntStream.range(0, seen.size())
                  .mapToObj(i -> seen.get(i).embedding("embedding", vectors.get(i)).build())
                  .map(sample -> new Watching.Seen(sample, Optional.empty()))
                  .toList();
            });
  }

  private Waveform decode(
      ByteBuffer file, String which, TaskContext context, SpeechPlan.Embed plan, Stopwatch watch) {
    int rate = plan.preparation().input().sampleRate();
    return Naming.of("the " + which + " sound", () -> tools.decode(file, rate, context, watch));
  }

  private CompletionStage<float[]> vector(
      TaskContext context,
      ModelReference version,
      SpeechPlan.Embed plan,
      Waveform sound,
      Stopwatch watch) {
    double[][] sum = {new double[0]};
    return new WindowRuns(tools, context, version, watch)
        .forEach(
            plan.preparation(),
            plan.embedding().output(),
            plan.preparation().input().rows(SpeechPlan.MOST_ROWS),
            sound,
            values -> {
              if (sum[0].length == 0) {
                sum[0] = new double[values.extent(1)];
              }
              add(plan.embedding(), values, sum[0]);
            })
        .thenApply(_ -> narrow(sum[0]));
  }

  /** Adds the vectors of all rows to {@code sum}, which is as long as one of them. */
  private static void add(EmbeddingHead head, OutputValues values, double[] sum) {
    int width = values.extent(1);
    if (width != sum.length) {
      throw new BackendFailure(
          "the model gave vectors of %d and of %d values".formatted(sum.length, width));
    }
    for (int row = 0; row < values.extent(0); row++) {
      int from = row * width;
      float[] vector = head.normalize(Arrays.copyOfRange(values.values(), from, from + width));
      for (int i = 0; i < width; i++) {
        sum[i] += vector[i];
      }
    }
  }

  private static float[] narrow(double[] wide) {
    float[] narrow = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (float) wide[i];
    }
    return narrow;
  }
}
