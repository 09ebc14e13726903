package io.salver.traffic.shadow;

import io.salver.fault.Fault;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.Criterion;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.Target;
import io.salver.rollout.shadow.Disagreement;
import io.salver.rollout.shadow.Shadow;
import io.salver.routing.Arm;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import io.salver.traffic.shadow.ShadowObserver.Outcome;
import io.salver.traffic.shadow.ShadowObserver.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives shadows their copies: of a share of what the control of a rollout has answered, tensors in,
 * tensors out. A copy is made on the thread that answered, into memory of its own, and runs on the
 * shadow's threads as the least urgent of its requests. One copy of a model is under way at a time,
 * and after it the shadow rests; while requests of the model wait there is none. What fails here is
 * counted and harms nobody. Thread-safe.
 */
public final class ShadowTraffic {

  private static final Logger LOG = System.getLogger(ShadowTraffic.class.getName());

  private final RolloutDirectory rollouts;
  private final ArmCounters counters;
  private final InferenceService inference;
  private final Predicate<String> isWaiting;
  private final ShadowLimits limits;
  private final ShadowObserver observer;
  private final Ticker ticker;
  private final ConcurrentMap<String, Allowance> allowances = new ConcurrentHashMap<>();

  /**
   * Shadows of the {@code rollouts}, run by {@code inference}.
   *
   * @param isWaiting whether requests of the model of that name wait
   */
  public ShadowTraffic(
      RolloutDirectory rollouts,
      ArmCounters counters,
      InferenceService inference,
      Predicate<String> isWaiting,
      ShadowLimits limits,
      ShadowObserver observer,
      Ticker ticker) {
    this.rollouts = rollouts;
    this.counters = counters;
    this.inference = inference;
    this.isWaiting = isWaiting;
    this.limits = limits;
    this.observer = observer;
    this.ticker = ticker;
  }

  /** Whether a model has a shadow. */
  boolean isAny(String model) {
    return find(model).isPresent();
  }

  private Optional<Rollout> find(String model) {
    return rollouts
        .of(new Target.Model(model))
        .filter(rollout -> rollout.spec().shadow().isPresent() && rollout.isUndecided());
  }

  /** A request was answered, and the memory of both is there until this returns. Never throws. */
  void answered(InferenceRequest request, InferenceResponse response) {
    try {
      find(response.model().name())
          .filter(rollout -> control(rollout).version() == response.model().version())
          .ifPresent(
              rollout -> draw(rollout, rollout.spec().shadow().orElseThrow(), request, response));
    } catch (RuntimeException | OutOfMemoryError unforeseen) {
      LOG.log(Level.ERROR, () -> "cannot copy a run of " + response.model(), unforeseen);
    }
  }

  private static Arm control(Rollout rollout) {
    return rollout.split().arm(rollout.split().control()).orElseThrow();
  }

  private void draw(
      Rollout rollout, Shadow shadow, InferenceRequest request, InferenceResponse response) {
    String model = response.model().name();
    if (RandomGenerator.getDefault().nextDouble() >= shadow.share()) {
      return;
    }
    if (isWaiting.test(model)) {
      shed(model, shadow, Reason.QUEUE);
      return;
    }
    Allowance allowance =
        allowances.computeIfAbsent(model, _ -> new Allowance(limits.busy(), ticker));
    if (!allowance.begin()) {
      shed(model, shadow, Reason.BUSY);
      return;
    }
    copy(new Copy(rollout, shadow, model, allowance), request, response);
  }

  /** A copy that is let in. */
  private record Copy(Rollout rollout, Shadow shadow, String model, Allowance allowance) {

    ModelReference version() {
      long version = rollout.split().arm(shadow.arm()).orElseThrow().version();
      return new ModelReference(model, Optional.of(version));
    }
  }

  private void copy(Copy copy, InferenceRequest request, InferenceResponse response) {
    TensorScope scope = request.scope().nested();
    boolean isUnderWay = false;
    try {
      if (request.inputs().bytes() + response.outputs().bytes() > limits.mostBytes()) {
        shed(copy.model(), copy.shadow(), Reason.MEMORY);
        return;
      }
      Tensors inputs = request.inputs().copiedInto(scope);
      Tensors outputs = response.outputs().copiedInto(scope);
      isUnderWay = true;
      run(copy, inputs, outputs, scope);
    } catch (Fault noMemory) {
      shed(copy.model(), copy.shadow(), Reason.MEMORY);
    } finally {
      if (!isUnderWay) {
        scope.close();
        copy.allowance().end();
      }
    }
  }

  /** Runs it; owns {@code scope} from here on. */
  private void run(Copy copy, Tensors inputs, Tensors expected, TensorScope scope) {
    InferenceRequest shadowed =
        new InferenceRequest(
            copy.version(),
            inputs,
            scope,
            Deadline.after(limits.timeout(), ticker),
            InferenceRequest.LEAST_URGENT,
            StopSignal.never());
    CompletionStage<InferenceResponse> answer;
    try {
      answer = inference.infer(shadowed);
    } catch (RuntimeException crash) {
      answer = CompletableFuture.failedFuture(crash);
    }
    var _ = answer.whenComplete((response, _) -> ended(copy, expected, response, scope));
  }

  private void ended(
      Copy copy, Tensors expected, @Nullable InferenceResponse response, TensorScope scope) {
    Outcome outcome = new Outcome.Failed();
    try {
      if (response != null) {
        outcome = compared(copy, expected, response);
      }
    } catch (RuntimeException | OutOfMemoryError unforeseen) {
      LOG.log(Level.ERROR, () -> "cannot compare answers of " + copy.model(), unforeseen);
    } finally {
      scope.close();
      copy.allowance().end();
      observer.copied(copy.model(), copy.shadow().arm(), outcome);
    }
  }

  private Outcome compared(Copy copy, Tensors expected, InferenceResponse response) {
    OptionalDouble disagreement = Disagreement.of(copy.shadow(), expected, response.outputs());
    if (disagreement.isEmpty()) {
      return new Outcome.Incomparable();
    }
    counters.outcome(
        copy.rollout(), copy.shadow().arm(), Criterion.DISAGREEMENT, disagreement.getAsDouble());
    return new Outcome.Compared(disagreement.getAsDouble(), response.computeNanos());
  }

  private void shed(String model, Shadow shadow, Reason reason) {
    observer.copied(model, shadow.arm(), new Outcome.Shed(reason));
  }
}
