package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.image.Picture;
import io.salver.model.ModelId;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.ModelReference;
import io.salver.table.EncodedRows;
import io.salver.table.Feature;
import io.salver.table.Problems;
import io.salver.table.RowEncoder;
import io.salver.table.Rows;
import io.salver.table.SeenCells;
import io.salver.task.Failures;
import io.salver.task.Stopwatch;
import io.salver.task.Stopwatch.Part;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.Watching;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request with one version of a model: check all cells, then run after run. The memory of a run
 * is given back as soon as its outputs are read. One thread at a time works at it, and each
 * hand-over orders memory; everything but {@link #start} is called by itself.
 */
final class Attempt {

  /** Problems that are described, in all where the request is refused, and of one row. */
  private static final int MOST_PROBLEMS = 20;

  private static final int MOST_OF_ROW = 5;
  private static final int PROBLEM_BYTES = 512;

  private final PredictRequest request;
  private final Rows rows;
  private final TabularTools tools;
  private final ModelReference version;
  private final TabularPlan plan;
  private final Stopwatch watch;
  private final Problems problems;
  private final boolean isWatched;
  private final SeenPictures pictures = new SeenPictures();
  private final CompletableFuture<TabularAnswer> done = new CompletableFuture<>();
  private @Nullable Answers answers;
  private @Nullable EncodedRows asked;
  private Iterator<Step> steps = List.<Step>of().iterator();

  /** Plans to answer {@code rows} with the version that was chosen. */
  Attempt(
      PredictRequest request,
      Rows rows,
      TabularTools tools,
      Chosen<TabularPlan> chosen,
      Stopwatch watch) {
    this.request = request;
    this.rows = rows;
    this.tools = tools;
    this.version = chosen.pinned();
    this.plan = chosen.plan();
    this.watch = watch;
    this.isWatched = tools.watching().looksAt(model(), request.context().id());
    this.problems =
        request.partial()
            ? new Problems(Integer.MAX_VALUE, MOST_OF_ROW)
            : new Problems(MOST_PROBLEMS, MOST_PROBLEMS);
  }

  /** Begins, on the calling thread; completes when nothing uses memory of the request any more. */
  CompletableFuture<TabularAnswer> start() {
    guarded(
        () -> {
          Abstain abstain = request.abstain().orElse(plan.abstain());
          plan.reading().check(abstain);
          RowEncoder.Encoded encoded =
              plan.encoder().encode(rows, problems, request.context().scope());
          count(encoded);
          refuseOrGoOn();
          request.context().scope().reserve((long) PROBLEM_BYTES * problems.badRows());
          asked = encoded.rows();
          Answers going = new Answers(plan, encoded.rows(), problems, abstain, request.explain());
          answers = going;
          steps = going.steps();
          watch.lap(Part.PREPROCESS);
          next();
        });
    return done;
  }

  private ModelId model() {
    return new ModelId(version.name(), version.version().orElseThrow());
  }

  private void count(RowEncoder.Encoded encoded) {
    List<Feature> features = plan.schema().features();
    for (int i = 0; i < features.size(); i++) {
      tools.observer().counted(model(), features.get(i).name(), encoded.counts().get(i));
    }
  }

  private void refuseOrGoOn() {
    if (!request.partial() && problems.count() > 0) {
      tell(() -> WatchedRows.refused(new SeenCells(rows, plan.schema()), pictures));
      throw new InvalidInput(problems.message(rows.count()));
    }
  }

  private void next() {
    if (!steps.hasNext()) {
      finish();
      return;
    }
    Step step = steps.next();
    TensorScope scope = request.context().scope().nested();
    try {
      int[] places = infer(step, scope);
      if (places.length == 0) { // none of them can be written
        scope.close();
        resume(this::next);
      }
    } catch (RuntimeException | Error failure) {
      scope.close();
      throw failure;
    }
  }

  /** Runs those rows of the step that can be written; which these are. */
  private int[] infer(Step step, TensorScope scope) {
    TaskContext context = request.context();
    context.stop().check();
    int[] places = step.places();
    Optional<Tensors> inputs = write(step.rows(), places, scope);
    if (inputs.isEmpty()) {
      refuseOrGoOn();
      places = IntStream.of(places).filter(place -> !problems.isBad(place)).toArray();
      inputs = places.length == 0 ? Optional.empty() : write(step.rows(), places, scope);
    }
    watch.lap(Part.PREPROCESS);
    if (inputs.isPresent()) {
      int[] written = places;
      tools
          .inference()
          .infer(
              new InferenceRequest(
                  version,
                  inputs.get(),
                  scope,
                  context.deadline(),
                  context.priority(),
                  context.stop()))
          .whenComplete(
              (response, failure) -> resume(() -> read(step, written, scope, response, failure)));
    }
    return places;
  }

  /** The inputs of those rows; nothing where one cannot be written, which is a problem now. */
  private Optional<Tensors> write(EncodedRows encoded, int[] places, TensorScope scope) {
    long before = problems.count();
    Tensors.Builder inputs = Tensors.builder();
    Writing writing = new Writing(encoded);
    for (RowInput writer : plan.writers()) {
      writer.write(encoded, places, scope, inputs, writing);
    }
    return problems.count() == before ? Optional.of(inputs.build()) : Optional.empty();
  }

  /**
   * Hears of cells as they are written: those of the caller, or mixed ones and the background's.
   */
  private final class Writing implements RowInput.Written {

    private final boolean isAsked;

    @SuppressWarnings("ReferenceEquality") // mixed rows are others, whatever is in them
    Writing(EncodedRows encoded) {
      this.isAsked = encoded == asked;
    }

    /** A cell that cannot be written is the caller's, unless it is one of the background. */
    @Override
    public void refuse(int place, String feature, String why) {
      if (!isAsked) {
        throw new BackendFailure(
            "feature '%s' of a background row cannot be read: %s".formatted(feature, why));
      }
      problems.add(place, feature, () -> rows.name(place, feature) + ": " + why);
      if (isWatched) {
        pictures.unreadable(place, feature);
      }
    }

    @Override
    public void look(int place, String feature, Picture picture) {
      if (isAsked && isWatched) {
        pictures.look(place, feature, picture);
      }
    }
  }

  private void read(
      Step step,
      int[] places,
      TensorScope scope,
      @Nullable InferenceResponse response,
      @Nullable Throwable failure) {
    try (scope) {
      if (response == null) {
        done.completeExceptionally(Failures.fault(failure));
        return;
      }
      watch.ran(response);
      step.reader().read(response.outputs(), places);
      watch.lap(Part.POSTPROCESS);
    }
    next();
  }

  private void finish() {
    if (answers == null) {
      throw new IllegalStateException("nothing was asked");
    }
    List<RowAnswer> all = answers.all();
    watch.lap(Part.POSTPROCESS);
    tools.observer().answered(model(), all);
    done.complete(new TabularAnswer(model(), all, plan.reading().unit(), watch.times()));
    tell(() -> WatchedRows.answered(new SeenCells(rows, plan.schema()), pictures, all));
  }

  /** Cells are on the heap, and so are there also when the answer has been sent. */
  private void tell(Supplier<List<Watching.Seen>> gather) {
    tools.watching().tell(model(), request.context().id(), gather);
  }

  /** Goes on, on a thread of the task unless these have stopped: what has begun is ended. */
  private void resume(Runnable work) {
    try {
      tools.threads().resume(() -> guarded(work));
    } catch (Overloaded stopping) {
      guarded(work);
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error failure) {
      done.completeExceptionally(Failures.fault(failure));
    }
  }
}
