package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.image.PictureDecoder;
import io.salver.serving.InferenceService;
import io.salver.task.EmbeddingHead;
import io.salver.task.PairRequest;
import io.salver.task.TaskModels;
import io.salver.task.TaskThreads;
import io.salver.task.Verification;
import io.salver.task.Watching;
import io.salver.time.Ticker;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Looks at pictures with the models that {@code serving} runs. Decoding, preparing and reading the
 * outputs happen on the threads of the tasks, which are another's to close. Thread-safe.
 */
public final class VisionTasks implements VisionService {

  private final VisionTools tools;

  public VisionTasks(
      InferenceService inference,
      TaskThreads threads,
      PictureDecoder decoder,
      Watching watching,
      Ticker ticker) {
    TaskModels<VisionPlan> models = new TaskModels<>(inference, VisionPlan::of);
    this.tools = new VisionTools(inference, models, threads, decoder, watching, ticker);
  }

  @Override
  public CompletionStage<VisionAnswer> look(VisionRequest request) {
    return new Look(request, tools)
        .start()
        .thenApply(
            attempt -> {
              attempt.tell(OptionalDouble.empty());
              return attempt.answer();
            });
  }

  @Override
  public CompletionStage<Verification> verify(PairRequest request) {
    OptionalDouble asked = request.threshold();
    if (asked.isPresent() && !(Math.abs(asked.getAsDouble()) <= 1)) {
      return CompletableFuture.failedFuture(
          new InvalidInput("threshold is %s; -1 to 1 is expected".formatted(asked.getAsDouble())));
    }
    List<ByteBuffer> pair = List.of(request.first(), request.second());
    VisionRequest look = new VisionRequest(request.context(), pair, new VisionTask.Embed(), false);
    return new Look(look, tools).start().thenApply(attempt -> verification(attempt, asked));
  }

  private static Verification verification(Attempt attempt, OptionalDouble asked) {
    VisionAnswer answer = attempt.answer();
    double own =
        attempt.plan().postprocess() instanceof Embedding read ? read.head().threshold() : 0;
    double cosine = EmbeddingHead.cosine(vector(answer, 0), vector(answer, 1));
    attempt.tell(OptionalDouble.of(cosine));
    return new Verification(answer.model(), cosine, asked.orElse(own), answer.times());
  }

  private static float[] vector(VisionAnswer answer, int picture) {
    if (answer.pictures().get(picture).finding() instanceof Finding.Embedding embedding) {
      return embedding.vector();
    }
    throw new BackendFailure("a model of embeddings gave none");
  }
}
