package io.salver.traffic.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.rollout.ArmCounters;
import io.salver.rollout.ArmStatistics;
import io.salver.rollout.Criterion;
import io.salver.rollout.Decision;
import io.salver.rollout.InMemoryRolloutStore;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutEvent;
import io.salver.rollout.Rollouts;
import io.salver.rollout.sequential.Summary;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.ModelReference;
import io.salver.serving.PinnedVersion;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.traffic.shadow.ShadowObserver.Outcome;
import io.salver.traffic.shadow.ShadowObserver.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One row of two numbers at a time; the control says what it is asked. */
class ShadowedInferenceTest {

  private final DirectMemoryPool memory = new DirectMemoryPool(1 << 16);
  private final InMemoryRolloutStore store = new InMemoryRolloutStore();
  private final RolloutDirectory directory = new RolloutDirectory(store);
  private final ArmCounters counters = new ArmCounters();
  private final TwoVersions versions = new TwoVersions();
  private final AtomicBoolean isWaiting = new AtomicBoolean();
  private final AtomicLong nanos = new AtomicLong();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final ShadowTraffic traffic =
      new ShadowTraffic(
          directory,
          counters,
          versions,
          _ -> isWaiting.get(),
          new ShadowLimits(.1, 100, Duration.ofSeconds(5)),
          (model, arm, outcome) -> outcomes.add(outcome),
          nanos::get);
  private final ShadowedInference inference = new ShadowedInference(versions, versions, traffic);

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(memory.leasedBytes()).isZero();
  }

  @Test
  void modelsWithoutShadowAreNotTouched() {
    ask(1, 2);
    assertThat(versions.shadowed).isEmpty();
    assertThat(outcomes).isEmpty();
  }

  @Test
  void copiesOutlastTheRequestAndAreCompared() {
    Rollout rollout = shadowed();
    ask(1, 2);
    TwoVersions.Shadowed copy = versions.shadowed.getFirst();
    assertThat(copy.request().priority()).isEqualTo(InferenceRequest.LEAST_URGENT);
    assertThat(copy.request().inputs().dense("x").number(1)).isEqualTo(2);
    copy.answers(copy.request().inputs());
    assertThat(outcomes).containsExactly(new Outcome.Compared(0, 7));
    nanos.set(1);
    ask(3, 4);
    versions.shadowed.get(1).answers(row(versions.shadowed.get(1).request().scope(), 3, 5));
    assertThat(outcomes).last().isEqualTo(new Outcome.Compared(1, 7));
    assertThat(disagreement(rollout)).isEqualTo(new Summary(2, .5, .5));
  }

  @Test
  void runsOfPinnedVersionsAreCopied() {
    shadowed();
    try (TensorScope scope = memory.open();
        PinnedVersion pinned = inference.pin(ModelReference.latest(TwoVersions.MODEL), "test")) {
      var _ = pinned.infer(request(scope, 1, 2));
    }
    versions.shadowed.getFirst().fails();
    assertThat(outcomes).containsExactly(new Outcome.Failed());
  }

  @Test
  void shadowThatFailsOrCrashesHarmsNobody() {
    shadowed();
    ask(1, 2);
    versions.shadowed.getFirst().fails();
    versions.crashes = true;
    ask(1, 2);
    versions.crashes = false;
    ask(1, 2);
    versions.shadowed.get(1).fails();
    assertThat(outcomes)
        .containsExactly(new Outcome.Failed(), new Outcome.Failed(), new Outcome.Failed());
  }

  @Test
  void oneCopyIsUnderWayAndThenTheShadowRests() {
    shadowed();
    ask(1, 2);
    ask(1, 2);
    nanos.addAndGet(100);
    versions.shadowed.getFirst().fails();
    nanos.addAndGet(899);
    ask(1, 2);
    assertThat(outcomes)
        .containsExactly(
            new Outcome.Shed(Reason.BUSY), new Outcome.Failed(), new Outcome.Shed(Reason.BUSY));
    nanos.addAndGet(2);
    ask(1, 2);
    versions.shadowed.get(1).fails();
  }

  @Test
  void nothingIsCopiedWhileRequestsWait() {
    shadowed();
    isWaiting.set(true);
    ask(1, 2);
    assertThat(outcomes).containsExactly(new Outcome.Shed(Reason.QUEUE));
  }

  @Test
  void largeRequestsAreNotCopied() {
    shadowed();
    ask(new float[200]);
    assertThat(outcomes).containsExactly(new Outcome.Shed(Reason.MEMORY));
  }

  @Test
  void whatIsDecidedIsNotCopied() {
    Rollout rollout = shadowed();
    Rollout decided = rollout.after(new Decision.RollBack("worse"), Rollouts.START);
    assertThat(store.write(decided, event(decided))).isTrue();
    directory.refresh();
    ask(1, 2);
    assertThat(outcomes).isEmpty();
  }

  private Rollout shadowed() {
    Map<String, Object> form = new HashMap<>(Rollouts.form(TwoVersions.MODEL));
    form.put("shadow", Map.of("arm", "canary", "share", 100));
    Rollout rollout = Rollouts.declared("adult-2", form).begin(Rollouts.START);
    assertThat(store.write(rollout, event(rollout))).isTrue();
    directory.refresh();
    return rollout;
  }

  private static RolloutEvent event(Rollout rollout) {
    return new RolloutEvent(
        rollout.name(), rollout.revision(), Rollouts.START, "test", "begin", "", List.of());
  }

  private Summary disagreement(Rollout rollout) {
    return counters
        .statistics(rollout)
        .getOrDefault("canary", ArmStatistics.NONE)
        .outcomes()
        .getOrDefault(Criterion.DISAGREEMENT, Summary.NONE);
  }

  private void ask(float... values) {
    try (TensorScope scope = memory.open()) {
      CompletionStage<InferenceResponse> answer = inference.infer(request(scope, values));
      assertThat(answer).isCompleted();
    }
  }

  private static InferenceRequest request(TensorScope scope, float... values) {
    return new InferenceRequest(
        ModelReference.latest(TwoVersions.MODEL), row(scope, values), scope, Deadline.none());
  }

  private static Tensors row(TensorScope scope, float... values) {
    Tensor.Dense tensor = scope.allocate(DataType.FP32, Shape.of(1, values.length));
    tensor.view().asFloatBuffer().put(values);
    return Tensors.of("x", tensor);
  }
}
