package io.salver.traffic.shadow;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelId;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.serving.PinnedVersion;
import io.salver.serving.VersionPins;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A model whose version 1 answers what it was asked, at once, and whose version 2 answers when and
 * what the test says.
 */
final class TwoVersions implements InferenceService, VersionPins {

  static final String MODEL = "adult";

  /** What version 2 was asked, and what it still owes. */
  record Shadowed(InferenceRequest request, CompletableFuture<InferenceResponse> answer) {

    void answers(Tensors outputs) {
      answer.complete(new InferenceResponse(new ModelId(MODEL, 2), outputs, 0, 7));
    }

    void fails() {
      answer.completeExceptionally(new BackendFailure("version 2 is broken"));
    }
  }

  final List<Shadowed> shadowed = new ArrayList<>();
  boolean crashes;

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    if (request.model().version().orElse(1L) == 1) {
      InferenceResponse echo = new InferenceResponse(new ModelId(MODEL, 1), request.inputs(), 0, 1);
      return CompletableFuture.completedFuture(echo);
    }
    if (crashes) {
      throw new IllegalStateException("version 2 crashes");
    }
    CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
    shadowed.add(new Shadowed(request, answer));
    return answer;
  }

  @Override
  public PinnedVersion pin(ModelReference model, String holder) {
    return new PinnedVersion() {
      @Override
      public ModelDescription description() {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
        return TwoVersions.this.infer(request);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public ModelDescription describe(ModelReference model) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isReady(ModelReference model) {
    return true;
  }

  @Override
  public List<VersionStatus> versions() {
    return List.of();
  }

  @Override
  public boolean isReady() {
    return true;
  }
}
