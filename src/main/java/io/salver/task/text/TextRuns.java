package io.salver.task.text;

import io.salver.serving.ModelReference;
import io.salver.task.OutputValues;
import io.salver.task.Runs;
import io.salver.task.Steps;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.TokenWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The runs over all windows of a request's texts, those of like length together: what fills up the
 * shorter ones costs as much as tokens do.
 */
record TextRuns(
    Runs runs, TextPlan plan, ModelReference version, TaskContext context, Stopwatch watch) {

  /** The most tokens of one run, with what fills up: what a run holds stays small. */
  private static final int MOST_TOKENS = 1 << 13;

  /** What a tokenizer takes while it works, at most a token a character. */
  private static final int BYTES_PER_CHARACTER = 200;

  /** Of an encoding. */
  private static final int BYTES_PER_TOKEN = 25;

  /**
   * A window to be read.
   *
   * @param collector is told what the model gave for it
   */
  record Work(TokenWindow window, Collector<?> collector) {}

  /**
   * Cuts a text of so many characters into tokens, on the calling thread.
   *
   * @throws io.salver.fault.Overloaded when there is no memory for them
   */
  Encoding encode(TokenSource source, int characters) {
    context.stop().check();
    context.deadline().check("the text was cut into tokens");
    Encoding encoding =
        runs.holding(
            (long) characters * BYTES_PER_CHARACTER,
            () -> plan.tokenizer().encode(source, plan.head().detail()));
    context.scope().reserve((long) encoding.size() * BYTES_PER_TOKEN);
    watch.lap(Stopwatch.Part.PREPROCESS);
    return encoding;
  }

  /** Reads all of them. */
  CompletionStage<Void> read(List<Work> work) {
    if (work.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<Work> sorted = new ArrayList<>(work);
    sorted.sort(Comparator.comparingInt(each -> each.window().size()));
    int[] next = {0};
    return Steps.until(
        () -> {
          List<Work> batch = batch(sorted, next[0]);
          next[0] += batch.size();
          return run(batch)
              .thenApply(
                  outputs -> {
                    for (int row = 0; row < batch.size(); row++) {
                      batch.get(row).collector().add(outputs, row, batch.get(row).window());
                    }
                    watch.lap(Stopwatch.Part.POSTPROCESS);
                    return next[0] < sorted.size();
                  });
        });
  }

  private List<Work> batch(List<Work> sorted, int from) {
    int to = from + 1;
    while (to < sorted.size()
        && to - from < plan.rows()
        && (to - from + 1) * plan.input().length(sorted.get(to).window().size()) <= MOST_TOKENS) {
      to++;
    }
    return sorted.subList(from, to);
  }

  private CompletionStage<List<OutputValues>> run(List<Work> batch) {
    List<TokenWindow> windows = batch.stream().map(Work::window).toList();
    return runs.run(
        version,
        context,
        watch,
        scope -> tensors(windows, scope),
        outputs ->
            plan.head().outputs().stream()
                .map(spec -> OutputValues.of(outputs, spec).requireRows(windows.size()))
                .toList());
  }

  private Tensors tensors(List<TokenWindow> windows, TensorScope scope) {
    Tensors.Builder tensors = Tensors.builder();
    plan.input().put(windows, scope, tensors);
    return tensors.build();
  }
}
