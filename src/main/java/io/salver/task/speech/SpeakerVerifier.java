package io.salver.task.speech;

import io.salver.serving.ModelReference;
import io.salver.sound.Waveform;
import io.salver.task.PairRequest;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.Verification;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

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
    return tools
        .begin(watch, () -> decode(request.first(), "first", context, plan, watch))
        .thenCompose(first -> vector(context, version, plan, first, watch))
        .thenCompose(
            first -> {
              Waveform second = decode(request.second(), "second", context, plan, watch);
              return vector(context, version, plan, second, watch)
                  .thenApply(
                      vector -> {
                        double similarity = Embedding.cosine(first, vector);
                        watch.lap(Stopwatch.Part.POSTPROCESS);
                        return new Verification(
                            Transcriber.id(version),
                            similarity,
                            request.threshold().orElse(plan.embedding().threshold()),
                            watch.times());
                      });
            });
  }

  private Waveform decode(
      ByteBuffer file, String which, TaskContext context, SpeechPlan.Embed plan, Stopwatch watch) {
    int rate = plan.preparation().input().sampleRate();
    return Naming.of(which, () -> tools.decode(file, rate, context, watch));
  }

  private CompletionStage<double[]> vector(
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
              plan.embedding().add(values, sum[0]);
            })
        .thenApply(_ -> sum[0]);
  }
}
