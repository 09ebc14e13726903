package io.salver.task.speech;

import io.salver.serving.ModelReference;
import io.salver.sound.Waveform;
import io.salver.task.PairRequest;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.Verification;
import io.salver.task.speech.SoundPreparation.Row;
import io.salver.task.speech.Windows.Window;
import java.nio.ByteBuffer;
import java.util.List;
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
    List<Window> windows = SoundClassifier.windows(plan.preparation(), sound.samples().length);
    int most = plan.preparation().input().rows(SpeechPlan.MOST_ROWS);
    int[] next = {0};
    double[][] sum = {new double[0]};
    return Runs.until(
            () -> {
              List<Window> batch = Windows.batch(windows, next[0], most);
              next[0] += batch.size();
              List<Row> rows = SoundClassifier.rows(plan.preparation(), sound, batch);
              return tools
                  .runs()
                  .run(
                      version,
                      context,
                      watch,
                      scope -> plan.preparation().tensors(rows, scope),
                      outputs ->
                          OutputValues.of(outputs, plan.embedding().output())
                              .requireRows(rows.size()))
                  .thenApply(
                      values -> {
                        if (sum[0].length == 0) {
                          sum[0] = new double[values.extent(1)];
                        }
                        plan.embedding().add(values, sum[0]);
                        watch.lap(Stopwatch.Part.POSTPROCESS);
                        return next[0] < windows.size();
                      });
            })
        .thenApply(_ -> sum[0]);
  }
}
