package io.salver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.admission.Limiters;
import io.salver.batch.DeadlineWatch;
import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.AvailabilityPreserving;
import io.salver.lifecycle.Lease;
import io.salver.lifecycle.LifecycleObserver;
import io.salver.lifecycle.VersionManager;
import io.salver.model.ArtifactFiles;
import io.salver.model.GoldenCases;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.testkit.FakeModelLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything runs on the test's thread, so that what was asked for is done when a call returns. */
final class RepositoryControlTest {

  private static final TensorSpec SCALAR = new TensorSpec("x", DataType.FP32, Shape.of(1));

  private final NativeHandles handles = new NativeHandles();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  private final Disk disk = new Disk();
  private final ModelHost host =
      new ModelHost(
          new ModelSource(
              List.of(
                  new FakeModelLoader(handles)
                      .define(
                          "good",
                          new Signature(List.of(SCALAR), List.of(SCALAR)),
                          (inputs, _) -> inputs)),
              ArtifactFiles.NONE,
              MemoryBudget.unlimited(),
              new WarmUp(GoldenCases.NONE, pool)),
          new ServedModels(
              pool,
              Limiters.none(),
              new DeadlineWatch(Duration.ofMillis(1)),
              () -> 0,
              () -> Instant.EPOCH,
              _ -> {},
              (id, _) -> {
                throw new AssertionError(id + " keeps no answers");
              },
              1),
          new VersionManager<>(
              new AvailabilityPreserving(),
              Runnable::run,
              () -> Instant.EPOCH,
              () -> 0,
              LifecycleObserver.NONE));
  private final ModelControl control = control(ControlMode.NONE, Runnable::run);

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(host.stop(Duration.ZERO)).isEmpty();
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }

  @Test
  void the_index_lists_what_serves_and_what_lies_on_disk_unloaded() {
    disk.put("good", 1, 2);
    disk.put("bad", 1);
    assertThat(get(control.index()))
        .containsExactly(
            status("bad", 1, State.UNAVAILABLE, "not loaded"),
            status("good", 1, State.UNAVAILABLE, "not loaded"),
            status("good", 2, State.UNAVAILABLE, "not loaded"));
    get(control.load("good"));
    assertThat(faultOf(control.load("bad"))).isInstanceOf(BackendFailure.class);
    assertThat(get(control.index()))
        .containsExactly(
            status("bad", 1, State.UNAVAILABLE, "bad cannot be loaded"),
            status("good", 1, State.UNAVAILABLE, "not loaded"),
            new VersionStatus("good", 2, State.READY, Optional.empty()));
  }

  @Test
  void the_index_forgets_what_was_unloaded_and_deleted() {
    disk.put("good", 1);
    get(control.load("good"));
    disk.models.clear();
    assertThat(get(control.index())).hasSize(1);
    get(control.unload("good"));
    assertThat(get(control.index())).isEmpty();
  }

  @Test
  void loading_follows_the_disk_and_loads_anew_what_serves() {
    disk.put("good", 1);
    get(control.load("good"));
    get(control.load("good"));
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isEqualTo(1);
    disk.put("good", 1, 2);
    get(control.load("good"));
    assertThat(get(control.index()))
        .containsExactly(
            status("good", 1, State.UNAVAILABLE, "unloaded"),
            new VersionStatus("good", 2, State.READY, Optional.empty()));
  }

  @Test
  void a_failed_load_is_a_failure_with_the_reason_and_leaves_what_serves() {
    disk.put("good", 1);
    get(control.load("good"));
    disk.unusable("good", "model.yaml: unknown key 'tsk'");
    assertThat(faultOf(control.load("good")))
        .isInstanceOf(BackendFailure.class)
        .hasMessage("good@1 cannot be loaded: model.yaml: unknown key 'tsk'");
    assertThat(get(control.index()))
        .containsExactly(
            status(
                "good", 1, State.READY, "the last reload failed: model.yaml: unknown key 'tsk'"));
    assertThat(host.isReady()).isTrue();
  }

  @Test
  void unloading_waits_for_requests_under_way() {
    disk.put("good", 1);
    get(control.load("good"));
    Lease<ServedModel> request = host.lease(ModelReference.latest("good"), "a request");
    CompletableFuture<Void> unloaded = control.unload("good").toCompletableFuture();
    assertThat(unloaded).isNotDone();
    assertThat(get(control.index()))
        .containsExactly(new VersionStatus("good", 1, State.UNLOADING, Optional.empty()));
    request.close();
    assertThat(unloaded).isCompleted();
    assertThat(get(control.index()))
        .containsExactly(status("good", 1, State.UNAVAILABLE, "unloaded"));
  }

  @Test
  void unloading_what_was_never_loaded_is_done_at_once() {
    disk.put("good", 1);
    get(control.unload("good"));
  }

  @Test
  void a_model_that_is_not_there_is_not_found() {
    assertThat(faultOf(control.load("nobody")))
        .isInstanceOf(NotFound.class)
        .hasMessage("the model repository has no model 'nobody'");
    assertThat(faultOf(control.unload("nobody"))).isInstanceOf(NotFound.class);
  }

  @Test
  void a_model_unloaded_on_purpose_does_not_count_for_readiness_but_some_model_must_serve() {
    disk.put("good", 1);
    assertThat(host.isReady()).isTrue();
    host.declare("good");
    assertThat(host.isReady()).isFalse();
    get(control.load("good"));
    host.declare("other");
    assertThat(host.isReady()).isTrue();
    get(control.unload("good"));
    assertThat(host.isReady()).isFalse();
  }

  @Test
  void where_the_disk_decides_nobody_else_may() {
    ModelControl polling = control(ControlMode.POLL, Runnable::run);
    disk.put("good", 1);
    assertThat(faultOf(polling.load("good")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("salver.models.control=poll");
    assertThat(faultOf(polling.unload("good"))).isInstanceOf(InvalidInput.class);
    assertThat(get(polling.index())).hasSize(1);
  }

  @Test
  void after_the_stop_nothing_is_loaded() {
    ModelControl stopped =
        control(
            ControlMode.NONE,
            _ -> {
              throw new RejectedExecutionException();
            });
    assertThat(faultOf(stopped.load("good")))
        .isInstanceOfSatisfying(
            Overloaded.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Overloaded.Reason.SHUTTING_DOWN));
  }

  private ModelControl control(ControlMode mode, Executor worker) {
    return new RepositoryControl(mode, disk, host, worker);
  }

  private static VersionStatus status(String model, long version, State state, String reason) {
    return new VersionStatus(model, version, state, Optional.of(reason));
  }

  private static <T> T get(CompletionStage<T> stage) {
    assertThat(stage.toCompletableFuture()).isCompleted();
    return stage.toCompletableFuture().join();
  }

  private static Fault faultOf(CompletionStage<?> stage) {
    if (stage.toCompletableFuture().exceptionNow() instanceof Fault fault) {
      return fault;
    }
    throw new AssertionError("no fault");
  }
}
