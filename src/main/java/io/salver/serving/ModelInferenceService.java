package io.salver.serving;

import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.Lease;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.model.ModelId;
import io.salver.serving.Following.Standing;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Resolves the version, leases it, checks the tensors and hands the request to the model's line.
 * Thread-safe; the host that it serves from is another's to stop.
 */
public final class ModelInferenceService implements InferenceService, VersionPins {

  private static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);

  private final ModelHost host;
  private final Ticker ticker;
  private final TensorWatching watching;
  private final TrafficRouting routing;
  private volatile boolean admitting = true;
  private volatile boolean leaving;

  /** Serves from {@code host}, and nobody looks at what is asked. */
  public ModelInferenceService(ModelHost host, Ticker ticker) {
    this(host, ticker, TensorWatching.NONE);
  }

  /** Serves from {@code host}, and no traffic is divided. */
  public ModelInferenceService(ModelHost host, Ticker ticker, TensorWatching watching) {
    this(host, ticker, watching, TrafficRouting.NONE);
  }

  /**
   * Serves from {@code host}.
   *
   * @param watching tells of what clients ask
   * @param routing divides the requests that name no version
   */
  public ModelInferenceService(
      ModelHost host, Ticker ticker, TensorWatching watching, TrafficRouting routing) {
    this.host = host;
    this.ticker = ticker;
    this.watching = watching;
    this.routing = routing;
  }

  /** Is not ready from now on, so that clients go elsewhere; answers those who still come. */
  public void leave() {
    leaving = true;
  }

  /** Refuses every request from now on; those admitted before go on. */
  public void stopAdmitting() {
    admitting = false;
  }

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    Lease<ServedModel> lease;
    try {
      requireAdmitting();
      lease = host.lease(request.model(), "infer");
    } catch (Fault fault) {
      return CompletableFuture.failedFuture(fault);
    }
    InferenceTask task = new InferenceTask(request, lease, ticker, watching);
    try {
      task.start();
    } catch (RuntimeException refused) {
      task.failed(refused);
    }
    return task.answer();
  }

  @Override
  public ModelReference follow(ModelReference asked, Following request) {
    if (asked.version().isPresent()) {
      return asked;
    }
    String name = asked.name();
    return new ModelReference(
        name,
        request.follow(
            name,
            routing,
            version -> Standing.of(new ModelId(name, version), host.snapshot(name))));
  }

  @Override
  public ModelDescription describe(ModelReference model) {
    try (Lease<ServedModel> lease = host.lease(model, "describe")) {
      return describe(lease);
    }
  }

  @Override
  public PinnedVersion pin(ModelReference model, String holder) {
    requireAdmitting();
    Lease<ServedModel> lease = host.lease(model, holder);
    return new LeasedVersion(lease, describe(lease), ticker);
  }

  @Override
  public boolean isReady(ModelReference model) {
    return host.snapshot(model.name()).stream()
        .filter(version -> model.version().map(v -> v == version.id().version()).orElse(true))
        .anyMatch(VersionSnapshot::isReady);
  }

  @Override
  public boolean isReady() {
    return admitting && !leaving && host.isReady();
  }

  @Override
  public List<VersionStatus> versions() {
    return host.statuses();
  }

  private void requireAdmitting() {
    if (!admitting) {
      throw new Overloaded(
          Overloaded.Reason.SHUTTING_DOWN, RETRY_ELSEWHERE, "the service is shutting down");
    }
  }

  private ModelDescription describe(Lease<ServedModel> lease) {
    String name = lease.id().name();
    List<Long> ready =
        host.snapshot(name).stream()
            .filter(VersionSnapshot::isReady)
            .map(version -> version.id().version())
            .toList();
    ServedModel served = lease.servable();
    return new ModelDescription(
        name,
        lease.id().version(),
        ready,
        served.backend(),
        served.signature(),
        served.spec(),
        served.texts());
  }
}
