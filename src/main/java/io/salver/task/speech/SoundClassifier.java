package io.salver.task.speech;

import io.salver.model.ModelId;
import io.salver.monitor.Sample;
import io.salver.sound.Waveform;
import io.salver.task.ClassHead;
import io.salver.task.ClassScore;
import io.salver.task.OutputValues;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.WatchedClasses;
import io.salver.task.Watching;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Tells which of a model's classes a sound is. The scores of a sound's windows are averaged.
 * Thread-safe.
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
        .runs()
        .begin(watch, () -> tools.decode(request.sound(), rate, context, watch))
        .thenCompose(
            sound -> {
              Sum sum = new Sum();
              return new WindowRuns(tools, context, chosen.pinned(), watch)
                  .forEach(
                      plan.preparation(),
                      plan.classification().output(),
                      plan.rows(),
                      sound,
                      values -> sum.add(plan.classification(), values))
                  .thenApply(
                      _ -> {
                        float[] scores = sum.mean();
                        var best =
                            plan.classification()
                                .best(scores, request.topK().orElse(plan.classification().topK()));
                        watch.lap(Stopwatch.Part.POSTPROCESS);
                        ModelId model = Transcriber.id(chosen.pinned());
                        SoundInput input = plan.preparation().input();
                        tools
                            .watching()
                            .tell(
                                model,
                                context.id(),
                                () -> List.of(seen(sound, input, best, scores)));
                        return new SoundClasses(model, sound.seconds(), best, watch.times());
                      });
            });
  }

  private static Watching.Seen seen(
      Waveform sound, SoundInput input, List<ClassScore> best, float[] scores) {
    Sample.Builder sample = WatchedSound.of(sound, input);
    WatchedClasses.add(best, sample);
    WatchedClasses.addScores(scores, sample);
    return new Watching.Seen(sample.build(), Optional.of(WatchedClasses.predicted(best)));
  }

  /** The scores of all windows, added up. */
  private static final class Sum {
    private double[] scores = new double[0];
    private int rows;

    void add(ClassHead head, OutputValues values) {
      int classes = values.extent(1);
      for (int row = 0; row < values.extent(0); row++) {
        int from = row * classes;
        add(head.activate(Arrays.copyOfRange(values.values(), from, from + classes)));
      }
    }

    private void add(float[] more) {
      if (scores.length == 0) {
        scores = new double[more.length];
      }
      for (int i = 0; i < scores.length; i++) {
        scores[i] += more[i];
      }
      rows++;
    }

    float[] mean() {
      float[] mean = new float[scores.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (scores[i] / rows);
      }
      return mean;
    }
  }
}
