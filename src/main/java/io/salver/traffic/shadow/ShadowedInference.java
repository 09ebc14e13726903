package io.salver.traffic.shadow;

import io.salver.serving.Following;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.serving.PinnedVersion;
import io.salver.serving.VersionPins;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Inference of which shadows get copies. A caller has its answer from the version that it asked,
 * also when copying fails; models without a shadow are not touched. Thread-safe.
 */
public final class ShadowedInference implements InferenceService, VersionPins {

  private final InferenceService inference;
  private final VersionPins pins;
  private final ShadowTraffic shadows;

  /** Inference by {@code inference} and {@code pins}, which are of the same models. */
  public ShadowedInference(InferenceService inference, VersionPins pins, ShadowTraffic shadows) {
    this.inference = inference;
    this.pins = pins;
    this.shadows = shadows;
  }

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    CompletionStage<InferenceResponse> answer = inference.infer(request);
    return shadows.isAny(request.model().name())
        ? answer.thenApply(response -> copied(request, response))
        : answer;
  }

  @Override
  public ModelReference follow(ModelReference asked, Following request) {
    return inference.follow(asked, request);
  }

  /** The answer, when the shadow has its copy; the memory of both is still there. */
  private InferenceResponse copied(InferenceRequest request, InferenceResponse response) {
    shadows.answered(request, response);
    return response;
  }

  @Override
  public PinnedVersion pin(ModelReference model, String holder) {
    PinnedVersion pinned = pins.pin(model, holder);
    return shadows.isAny(model.name()) ? new Shadowed(pinned) : pinned;
  }

  private final class Shadowed implements PinnedVersion {

    private final PinnedVersion pinned;

    Shadowed(PinnedVersion pinned) {
      this.pinned = pinned;
    }

    @Override
    public ModelDescription description() {
      return pinned.description();
    }

    @Override
    public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
      return pinned.infer(request).thenApply(response -> copied(request, response));
    }

    @Override
    public void close() {
      pinned.close();
    }
  }

  @Override
  public ModelDescription describe(ModelReference model) {
    return inference.describe(model);
  }

  @Override
  public boolean isReady(ModelReference model) {
    return inference.isReady(model);
  }

  @Override
  public List<VersionStatus> versions() {
    return inference.versions();
  }

  @Override
  public boolean isReady() {
    return inference.isReady();
  }
}
