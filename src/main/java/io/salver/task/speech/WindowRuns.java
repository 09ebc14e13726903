package io.salver.task.speech;

import io.salver.serving.ModelReference;
import io.salver.sound.Waveform;
import io.salver.task.OutputValues;
import io.salver.task.Steps;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.speech.SoundPreparation.Row;
import io.salver.task.speech.Windows.Window;
import io.salver.tensor.TensorSpec;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The runs that read one whole sound. A sound that is longer than a row of the model is read in
 * windows that overlap by half.
 */
record WindowRuns(SpeechTools tools, TaskContext context, ModelReference version, Stopwatch watch) {

  /**
   * Runs the model over all windows, batch after batch.
   *
   * @param output copied of each run
   * @param most rows of one run
   * @param each is told the output of each run, in order; counted as postprocessing
   */
  CompletionStage<Void> forEach(
      SoundPreparation preparation,
      TensorSpec output,
      int most,
      Waveform sound,
      Consumer<OutputValues> each) {
    List<Window> windows = windows(preparation, sound.samples().length);
    int[] next = {0};
    return Steps.until(
        () -> {
          List<Window> batch = Windows.batch(windows, next[0], most);
          next[0] += batch.size();
          List<Row> rows =
              batch.stream()
                  .map(window -> SpeechTools.row(preparation, sound, window.from(), window.to()))
                  .toList();
          return tools
              .runs()
              .run(
                  version,
                  context,
                  watch,
                  scope -> preparation.tensors(rows, scope),
                  outputs -> OutputValues.of(outputs, output).requireRows(rows.size()))
              .thenApply(
                  values -> {
                    each.accept(values);
                    watch.lap(Stopwatch.Part.POSTPROCESS);
                    return next[0] < windows.size();
                  });
        });
  }

  /** One window where rows may have any length. */
  private static List<Window> windows(SoundPreparation preparation, int samples) {
    int length = preparation.input().length().orElse(samples);
    return Windows.of(samples, length, Math.max(1, length / 2));
  }
}
