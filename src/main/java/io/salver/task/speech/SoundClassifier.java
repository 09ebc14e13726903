package io.salver.task.speech;

import io.salver.serving.ModelReference;
import io.salver.sound.Waveform;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.speech.SoundPreparation.Row;
import io.salver.task.speech.Windows.Window;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Tells which of a model's classes a sound is. A sound that is longer than a row of the model is
 * read in windows that overlap by half, and their scores are averaged. Thread-safe.
 */
final class SoundClassifier {

  private final SpeechTools tools;

  SoundClassifier(SpeechTools tools) {
    this.tools = tools;
  }

  CompletionStage<SoundClasses> classify(
      SoundRequest request, Chosen<SpeechPlan> chosen, SpeechPlan.Classify plan) {
    Stopwatch watch = new Stopwatch(tools.ticker());
    TaskContext context = request.context();
    int rate = plan.preparation().input().sampleRate();
    return tools
        .begin(watch, () -> tools.decode(request.sound(), rate, context, watch))
        .thenCompose(
            sound -> {
              Sum sum = new Sum();
              return scores(context, chosen.pinned(), plan, sound, sum, watch)
                  .thenApply(
                      _ -> {
                        var best =
                            plan.classification()
                                .best(
                                    sum.mean(),
                                    request.topK().orElse(plan.classification().topK()));
                        watch.lap(Stopwatch.Part.POSTPROCESS);
                        return new SoundClasses(
                            Transcriber.id(chosen.pinned()), sound.seconds(), best, watch.times());
                      });
            });
  }

  /** The scores of all windows, added up. */
  private static final class Sum {
    private double[] scores = new double[0];
    private int rows;

    void add(double[] more) {
      if (scores.length == 0) {
        scores = new double[more.length];
      }
      for (int i = 0; i < scores.length; i++) {
        scores[i] += more[i];
      }
      rows++;
    }

    double[] mean() {
      double[] mean = scores.clone();
      for (int i = 0; i < mean.length; i++) {
        mean[i] /= rows;
      }
      return mean;
    }
  }

  private CompletionStage<Void> scores(
      TaskContext context,
      ModelReference version,
      SpeechPlan.Classify plan,
      Waveform sound,
      Sum sum,
      Stopwatch watch) {
    List<Window> windows = windows(plan.preparation(), sound.samples().length);
    int[] next = {0};
    return Runs.until(
        () -> {
          List<Window> batch = Windows.batch(windows, next[0], plan.rows());
          next[0] += batch.size();
          List<Row> rows = rows(plan.preparation(), sound, batch);
          return tools
              .runs()
              .run(
                  version,
                  context,
                  watch,
                  scope -> plan.preparation().tensors(rows, scope),
                  outputs ->
                      OutputValues.of(outputs, plan.classification().output())
                          .requireRows(rows.size()))
              .thenApply(
                  values -> {
                    for (int row = 0; row < rows.size(); row++) {
                      sum.add(plan.classification().activated(values, row));
                    }
                    watch.lap(Stopwatch.Part.POSTPROCESS);
                    return next[0] < windows.size();
                  });
        });
  }

  /** The windows of a sound; one where its rows may have any length. */
  static List<Window> windows(SoundPreparation preparation, int samples) {
    int length = preparation.input().length().orElse(samples);
    return Windows.of(samples, length, Math.max(1, length / 2));
  }

  static List<Row> rows(SoundPreparation preparation, Waveform sound, List<Window> windows) {
    return windows.stream()
        .map(window -> SpeechTools.row(preparation, sound, window.from(), window.to()))
        .toList();
  }
}
