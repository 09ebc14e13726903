package io.salver.task.vision;

import static java.util.Objects.requireNonNull;

import io.salver.fault.Overloaded;
import io.salver.image.Picture;
import io.salver.model.ModelId;
import io.salver.monitor.Brightness;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.ModelReference;
import io.salver.task.Failures;
import io.salver.task.Stopwatch;
import io.salver.task.Stopwatch.Part;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.Watching;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request with one version of a model: batch after batch, decode, prepare, run, read the outputs.
 * The memory of a batch is given back as soon as its outputs are read. One thread at a time works
 * at it, and each hand-over orders memory; everything but {@link #start} is called by itself.
 */
final class Attempt {

  private final VisionRequest request;
  private final VisionTools tools;
  private final ModelReference version;
  private final VisionPlan plan;
  private final Stopwatch watch;
  private final CompletableFuture<Attempt> done = new CompletableFuture<>();
  private final Queue<List<Framed>> batches = new ArrayDeque<>();
  private final VisionAnswer.@Nullable Seen[] seen;
  private final boolean isWatched;
  private final @Nullable Brightness[] watched;

  /** Those that will be drawn in, by their places in the request. */
  private final Map<Integer, Picture> kept = new HashMap<>();

  /** Plans to look at the pictures of {@code request} with the version that was chosen. */
  Attempt(VisionRequest request, VisionTools tools, Chosen<VisionPlan> chosen, Stopwatch watch) {
    this.request = request;
    this.tools = tools;
    this.version = chosen.pinned();
    this.plan = chosen.plan();
    this.watch = watch;
    this.seen = new VisionAnswer.Seen[request.images().size()];
    this.isWatched = tools.watching().looksAt(model(), request.context().id());
    this.watched = new Brightness[isWatched ? seen.length : 0];
  }

  /** Begins, on the calling thread; completes when nothing uses memory of the request any more. */
  CompletableFuture<Attempt> start() {
    guarded(
        () -> {
          List<Framed> pictures =
              Framed.all(request.images(), tools.decoder(), plan.preprocess().fitting());
          batches.addAll(Framed.batches(pictures, plan.maxRows()));
          next();
        });
    return done;
  }

  VisionPlan plan() {
    return plan;
  }

  /** The answer, once it is done. */
  VisionAnswer answer() {
    return new VisionAnswer(model(), Arrays.asList(seen), watch.times());
  }

  private ModelId model() {
    return new ModelId(version.name(), version.version().orElseThrow());
  }

  /**
   * Tells what was seen, once it is done.
   *
   * @param cosine of a pair
   */
  void tell(OptionalDouble cosine) {
    if (isWatched) {
      tools.watching().tell(model(), request.context().id(), () -> watched(cosine));
    }
  }

  private List<Watching.Seen> watched(OptionalDouble cosine) {
    List<Watching.Seen> all = new ArrayList<>();
    for (int i = 0; i < watched.length; i++) {
      Sample.Builder sample = Sample.builder();
      WatchedPicture.add(requireNonNull(watched[i]), sample);
      if (i == 0) {
        cosine.ifPresent(each -> sample.prediction("cosine", each));
      }
      Optional<Predicted> predicted = WatchedPicture.add(requireNonNull(seen[i]).finding(), sample);
      all.add(new Watching.Seen(sample.build(), predicted));
    }
    return all;
  }

  private void next() {
    List<Framed> batch = batches.poll();
    if (batch == null) {
      done.complete(this);
      return;
    }
    TensorScope scope = request.context().scope().nested();
    try {
      infer(batch, scope);
    } catch (RuntimeException | Error failure) {
      scope.close();
      throw failure;
    }
  }

  private void infer(List<Framed> batch, TensorScope scope) {
    TaskContext context = request.context();
    Tensors inputs = Tensors.of(plan.preprocess().input(), prepare(batch, scope));
    context.stop().check();
    tools
        .inference()
        .infer(
            new InferenceRequest(
                version, inputs, scope, context.deadline(), context.priority(), context.stop()))
        .whenComplete((response, failure) -> resume(() -> read(batch, scope, response, failure)));
  }

  /** Goes on, on a thread of the task unless these have stopped: what has begun is ended. */
  private void resume(Runnable work) {
    try {
      tools.threads().resume(() -> guarded(work));
    } catch (Overloaded stopping) {
      guarded(work);
    }
  }

  private Tensor.Dense prepare(List<Framed> batch, TensorScope scope) {
    Tensor.Dense tensor =
        scope.allocate(
            plan.preprocess().writer().dataType(),
            plan.preprocess().shape(batch.size(), batch.getFirst().placement()));
    int size = tensor.data().limit() / batch.size();
    for (int row = 0; row < batch.size(); row++) {
      Framed each = batch.get(row);
      ByteBuffer memory = tensor.view().position(row * size).limit((row + 1) * size);
      Framed.naming(
          each.index(),
          request.images().size(),
          () -> {
            write(each, memory);
            return each;
          });
    }
    return tensor;
  }

  private void write(Framed each, ByteBuffer memory) {
    TaskContext context = request.context();
    context.stop().check();
    context.deadline().check("the pictures were decoded");
    context.scope().reserve(each.head().pixels() * answerBytesPerPixel());
    if (request.annotate()) {
      Picture picture = tools.decoder().decode(each.file(), each.head(), context.scope());
      kept.put(each.index(), picture);
      write(picture, each, memory);
    } else {
      try (TensorScope passing = context.scope().nested()) {
        write(tools.decoder().decode(each.file(), each.head(), passing), each, memory);
      }
    }
  }

  /** Of the heap, for as long as the answer is on its way. */
  private int answerBytesPerPixel() {
    int mask = request.task() instanceof VisionTask.Segment ? 1 : 0;
    return request.annotate() ? mask + Annotator.BYTES_PER_PIXEL : mask;
  }

  private void write(Picture picture, Framed each, ByteBuffer memory) {
    watch.lap(Part.DECODE);
    Picture placed = plan.preprocess().write(picture, each.placement(), memory);
    if (isWatched) {
      watched[each.index()] = WatchedPicture.of(placed);
    }
    watch.lap(Part.PREPROCESS);
  }

  private void read(
      List<Framed> batch,
      TensorScope scope,
      @Nullable InferenceResponse response,
      @Nullable Throwable failure) {
    try (scope) {
      if (response == null) {
        done.completeExceptionally(Failures.fault(failure));
        return;
      }
      watch.ran(response);
      for (int row = 0; row < batch.size(); row++) {
        Framed each = batch.get(row);
        seen[each.index()] = seen(each, response.outputs(), batch.size(), row);
      }
      watch.lap(Part.POSTPROCESS);
    }
    next();
  }

  private VisionAnswer.Seen seen(Framed each, Tensors outputs, int rows, int row) {
    Finding finding = plan.postprocess().find(outputs, rows, row, each.placement(), request.task());
    Optional<byte[]> annotated =
        Optional.ofNullable(kept.remove(each.index()))
            .map(picture -> Annotator.png(picture, finding));
    return new VisionAnswer.Seen(each.head().width(), each.head().height(), finding, annotated);
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error failure) {
      done.completeExceptionally(Failures.fault(failure));
    }
  }
}
