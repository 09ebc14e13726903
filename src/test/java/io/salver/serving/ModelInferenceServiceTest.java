package io.salver.serving;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.salver.admission.Limiters;
import io.salver.batch.DeadlineWatch;
import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.AvailabilityPreserving;
import io.salver.lifecycle.LifecycleObserver;
import io.salver.lifecycle.StuckVersion;
import io.salver.lifecycle.VersionManager;
import io.salver.model.ArtifactFiles;
import io.salver.model.DeclaredVersion;
import io.salver.model.GoldenCase;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.FakeModelLoader;
import io.salver.testkit.RecordedRoute;
import io.salver.testkit.Specs;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The model is a function of the test: {@code double} doubles and takes 5 ms of the fake clock,
 * {@code gated} waits for the test, {@code broken} throws.
 */
final class ModelInferenceServiceTest {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Signature SIGNATURE =
      new Signature(
          List.of(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 2))),
          List.of(new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY, 2))));

  private final AtomicLong nanos = new AtomicLong();
  private final NativeHandles handles = new NativeHandles();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  private final List<TensorScope> scopes = new ArrayList<>();
  private final List<Execution> executions = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private List<GoldenCase> golden = List.of();

  private final ModelHost host =
      new ModelHost(
          new ModelSource(
              List.of(
                  new FakeModelLoader(handles)
                      .define("double", SIGNATURE, this::doubled)
                      .define("gated", SIGNATURE, this::gated)
                      .define("broken", SIGNATURE, ModelInferenceServiceTest::broken)),
              ArtifactFiles.NONE,
              MemoryBudget.unlimited(),
              new WarmUp((artifact, scope) -> golden, pool)),
          new ServedModels(
              pool,
              Limiters.none(),
              new DeadlineWatch(Duration.ofMillis(1)),
              nanos::get,
              () -> Instant.EPOCH,
              executions::add,
              (id, bounds) -> {
                throw new AssertionError(id + " keeps no answers");
              },
              1),
          new VersionManager<>(
              new AvailabilityPreserving(),
              Runnable::run,
              () -> Instant.EPOCH,
              nanos::get,
              LifecycleObserver.NONE));
  private final ModelInferenceService service = new ModelInferenceService(host, nanos::get);

  @AfterEach
  void nothingIsLeftOpen() {
    gate.countDown();
    assertThat(host.stop(BOUND)).isEmpty();
    scopes.forEach(TensorScope::close);
    assertThat(pool.leasedBytes()).isZero();
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
    assertThat(host.queues()).isEmpty();
  }

  @Test
  void answers_with_outputs_version_and_times() {
    serve("double", Specs.DEFAULT, 1, 2);
    InferenceResponse response = get(infer("double", 1, 2, 3, 4));
    assertThat(response.model()).isEqualTo(new ModelId("double", 2));
    assertThat(floats(response.outputs().get("y"))).containsExactly(2, 4, 6, 8);
    assertThat(response.computeNanos()).isEqualTo(5_000_000);
    assertThat(response.queueNanos()).isZero();
    assertThat(executions)
        .containsExactly(new Execution(new ModelId("double", 2), 2, 0, 5_000_000, true));
  }

  @Test
  void runs_the_version_asked_for() {
    serve("double", Specs.DEFAULT, 1, 2);
    var reference = new ModelReference("double", Optional.of(1L));
    assertThat(get(service.infer(request(reference, Deadline.none(), 1, 2))).model().version())
        .isEqualTo(1);
  }

  @Test
  void a_request_without_a_version_follows_its_arm_to_a_version_that_is_ready() {
    serve("double", Specs.DEFAULT, 1, 2);
    RecordedRoute way = new RecordedRoute("r", 1, 2);
    ModelInferenceService divided =
        new ModelInferenceService(
            host, nanos::get, TensorWatching.NONE, (_, _) -> Optional.of(way));
    ModelReference asked = ModelReference.latest("double");
    ModelReference first = new ModelReference("double", Optional.of(1L));
    ModelReference second = new ModelReference("double", Optional.of(2L));
    assertThat(divided.follow(asked, Following.silent())).isEqualTo(first);
    assertThat(divided.follow(second, Following.silent())).isEqualTo(second);
    serve("double", Specs.DEFAULT, 2);
    Following request = Following.silent();
    assertThat(divided.follow(asked, request)).isEqualTo(second);
    request.ended(Optional.empty(), Optional.empty());
    assertThat(way.told()).containsExactly("failed");
    assertThat(service.follow(asked, Following.silent())).isEqualTo(asked);
  }

  @Test
  void refuses_what_is_not_there() {
    host.serve(new ModelDeclaration("bad", List.of(unusable("bad", "why"))));
    assertThat(faultOf(infer("nobody", 1, 2))).isInstanceOf(NotFound.class);
    assertThat(faultOf(infer("bad", 1, 2))).isInstanceOf(NotFound.class);
    assertThat(faultOf(inferVersion("bad", 1))).isInstanceOf(NotReady.class);
    assertThat(faultOf(inferVersion("bad", 7))).isInstanceOf(NotFound.class);
    assertThat(faultOf(inferVersion("bad", 0))).isInstanceOf(NotFound.class);
  }

  @Test
  void refuses_what_the_signature_does_not_allow() {
    serve("double", Specs.DEFAULT.queue(8, 2), 1);
    TensorScope scope = open();
    Tensors narrow = Tensors.of("x", floats(scope, Shape.of(1, 1), 1));
    assertThat(faultOf(service.infer(request("double", scope, narrow))))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("input 'x' has shape [1, 1], the model takes [-1, 2]");
    assertThat(faultOf(infer("double", 1, 2, 3, 4, 5, 6)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("a batch of 3 rows is over the maximum of 2 of model double@1");
  }

  @Test
  void a_full_queue_refuses_at_once() {
    serve("gated", Specs.DEFAULT.queue(1, 8), 1);
    CompletionStage<InferenceResponse> running = infer("gated", 1, 2);
    await(entered);
    CompletionStage<InferenceResponse> waiting = infer("gated", 3, 4);
    assertThat(host.queues())
        .containsExactly(
            new QueueStatus(new ModelId("gated", 1), 1, 1, 1, 1, 1, Integer.MAX_VALUE));
    assertThat(faultOf(infer("gated", 5, 6)))
        .asInstanceOf(type(Overloaded.class))
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Overloaded.Reason.QUEUE_FULL);
              assertThat(refusal.retryAfter()).isPositive();
            });
    gate.countDown();
    assertThat(floats(get(running).outputs().get("y"))).containsExactly(1, 2);
    assertThat(floats(get(waiting).outputs().get("y"))).containsExactly(3, 4);
  }

  @Test
  void work_whose_deadline_passed_in_the_queue_is_dropped() {
    serve("gated", Specs.DEFAULT, 1);
    CompletionStage<InferenceResponse> running = infer("gated", 1, 2);
    await(entered);
    Deadline deadline = Deadline.after(Duration.ofMillis(10), nanos::get);
    var late = service.infer(request(ModelReference.latest("gated"), deadline, 3, 4));
    nanos.addAndGet(11_000_000);
    gate.countDown();
    assertThat(faultOf(late)).isInstanceOf(DeadlineExceeded.class);
    get(running);
    assertThat(runs).hasValue(1);
  }

  @Test
  void work_whose_caller_goes_ends_at_once_and_gives_the_lease_back() {
    serve("gated", Specs.DEFAULT, 1);
    CompletionStage<InferenceResponse> running = infer("gated", 1, 2);
    await(entered);
    StopSignal stop = StopSignal.create();
    TensorScope scope = open();
    Tensors inputs = Tensors.of("x", floats(scope, Shape.of(1, 2), 3, 4));
    var waiting =
        service.infer(
            new InferenceRequest(
                ModelReference.latest("gated"),
                inputs,
                scope,
                Deadline.none(),
                InferenceRequest.ORDINARY,
                stop));
    stop.raise(new Cancelled("the client is gone"));
    assertThat(faultOf(waiting)).isInstanceOf(Cancelled.class).hasMessage("the client is gone");
    assertThat(host.queues().getFirst().pending()).isZero();
    gate.countDown();
    get(running);
    assertThat(runs).hasValue(1);
  }

  @Test
  void counts_what_a_version_does() {
    serve("double", Specs.DEFAULT.queue(8, 2), 1);
    get(infer("double", 1, 2, 3, 4));
    get(infer("double", 1, 2));
    assertThat(faultOf(infer("double", 1, 2, 3, 4, 5, 6))).isInstanceOf(InvalidInput.class);
    ModelStatistics statistics = new LoadedStatistics(host).statistics().getFirst();
    assertThat(statistics.inferenceCount()).isEqualTo(3);
    assertThat(statistics.executionCount()).isEqualTo(2);
    assertThat(statistics.success()).isEqualTo(new ModelStatistics.Span(2, 10_000_000));
    assertThat(statistics.computeInfer()).isEqualTo(new ModelStatistics.Span(2, 10_000_000));
    assertThat(statistics.fail().count()).isEqualTo(1);
    assertThat(statistics.batches())
        .extracting(ModelStatistics.Batch::rows)
        .containsExactly(1L, 2L);
    assertThat(new LoadedStatistics(host).statistics(ModelReference.latest("double")))
        .containsExactly(statistics);
  }

  @Test
  void work_that_waited_longer_than_the_models_timeout_is_dropped() {
    serve("gated", Specs.DEFAULT.timeout(Duration.ofMillis(10)), 1);
    Deadline far = Deadline.after(Duration.ofHours(1), nanos::get);
    var running = service.infer(request(ModelReference.latest("gated"), far, 1, 2));
    await(entered);
    var late = service.infer(request(ModelReference.latest("gated"), far, 3, 4));
    nanos.addAndGet(11_000_000);
    gate.countDown();
    assertThat(faultOf(late))
        .asInstanceOf(type(Overloaded.class))
        .extracting(Overloaded::reason)
        .isEqualTo(Overloaded.Reason.QUEUE_TIMEOUT);
    get(running);
    assertThat(runs).hasValue(1);
  }

  @Test
  void an_unexpected_failure_is_the_backends_and_gives_the_lease_back() {
    serve("broken", Specs.DEFAULT, 1);
    assertThat(faultOf(infer("broken", 1, 2)))
        .isInstanceOf(BackendFailure.class)
        .hasMessage("model broken@1 failed unexpectedly");
    assertThat(executions).extracting(Execution::succeeded).containsExactly(false);
    assertThat(host.stop(BOUND)).isEmpty();
  }

  @Test
  void after_stop_nothing_is_admitted_and_what_runs_finishes() {
    serve("gated", Specs.DEFAULT, 1);
    CompletionStage<InferenceResponse> running = infer("gated", 1, 2);
    await(entered);
    service.stopAdmitting();
    assertThat(faultOf(infer("gated", 3, 4)))
        .asInstanceOf(type(Overloaded.class))
        .extracting(Overloaded::reason)
        .isEqualTo(Overloaded.Reason.SHUTTING_DOWN);
    assertThat(service.isReady()).isFalse();
    assertThat(host.stop(Duration.ZERO))
        .containsExactly(new StuckVersion(new ModelId("gated", 1), List.of("infer")));
    gate.countDown();
    get(running);
    assertThat(host.stop(BOUND)).isEmpty();
  }

  @Test
  void a_broken_model_is_unavailable_with_its_reason_beside_those_that_serve() {
    serve("double", Specs.DEFAULT, 1);
    assertThat(service.isReady()).isTrue();
    host.serve(new ModelDeclaration("bad", List.of(unusable("bad", "unknown key 'tsk'"))));
    assertThat(service.versions())
        .containsExactly(
            new InferenceService.VersionStatus(
                "bad", 1, InferenceService.State.UNAVAILABLE, Optional.of("unknown key 'tsk'")),
            new InferenceService.VersionStatus(
                "double", 1, InferenceService.State.READY, Optional.empty()));
    assertThat(service.isReady(ModelReference.latest("bad"))).isFalse();
    assertThat(service.isReady(ModelReference.latest("double"))).isTrue();
    assertThat(service.isReady()).isFalse();
  }

  @Test
  void describes_the_version_and_lists_the_ready_ones() {
    serve("double", Specs.DEFAULT, 1, 3);
    assertThat(service.describe(ModelReference.latest("double")))
        .isEqualTo(
            new ModelDescription("double", List.of(1L, 3L), FakeModelLoader.BACKEND, SIGNATURE));
  }

  @Test
  void warms_up_on_golden_inputs_before_it_is_ready() {
    TensorScope scope = open();
    Tensors inputs = Tensors.of("x", floats(scope, Shape.of(1, 2), 1, 2));
    Tensors outputs = Tensors.of("y", floats(scope, Shape.of(1, 2), 2, 4));
    golden = List.of(new GoldenCase("one row", 0, inputs, outputs));
    serve("double", Specs.DEFAULT.warmup(3), 1);
    assertThat(runs).hasValue(3);
    assertThat(service.isReady()).isTrue();
  }

  @Test
  void a_model_that_does_not_take_its_golden_inputs_is_unavailable() {
    TensorScope scope = open();
    Tensors inputs = Tensors.of("z", floats(scope, Shape.of(1, 2), 1, 2));
    golden = List.of(new GoldenCase("one row", 0, inputs, inputs));
    serve("double", Specs.DEFAULT.warmup(1), 1);
    assertThat(service.versions().getFirst().reason().orElseThrow())
        .startsWith("golden case 'one row' does not fit: unexpected input 'z'");
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }

  private Tensors doubled(Tensors inputs, TensorScope scope) {
    runs.incrementAndGet();
    nanos.addAndGet(5_000_000);
    float[] values = floats(inputs.get("x"));
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return Tensors.of("y", floats(scope, inputs.get("x").shape(), values));
  }

  private Tensors gated(Tensors inputs, TensorScope scope) {
    runs.incrementAndGet();
    entered.countDown();
    await(gate);
    return Tensors.of("y", inputs.get("x"));
  }

  private static Tensors broken(Tensors inputs, TensorScope scope) {
    throw new IllegalStateException("a bug");
  }

  private void serve(String name, Specs specs, long... versions) {
    List<DeclaredVersion> declared = new ArrayList<>();
    for (long version : versions) {
      declared.add(
          new DeclaredVersion.Loadable(
              new ModelArtifact(
                  new ModelId(name, version),
                  FakeModelLoader.BACKEND,
                  Path.of(name),
                  specs.build())));
    }
    host.serve(new ModelDeclaration(name, declared));
  }

  private static DeclaredVersion unusable(String name, String reason) {
    return new DeclaredVersion.Unusable(new ModelId(name, 1), reason);
  }

  private CompletionStage<InferenceResponse> infer(String model, float... values) {
    return service.infer(request(ModelReference.latest(model), Deadline.none(), values));
  }

  private CompletionStage<InferenceResponse> inferVersion(String model, long version) {
    return service.infer(
        request(new ModelReference(model, Optional.of(version)), Deadline.none(), 1, 2));
  }

  private InferenceRequest request(ModelReference model, Deadline deadline, float... values) {
    TensorScope scope = open();
    Tensors inputs = Tensors.of("x", floats(scope, Shape.of(values.length / 2, 2), values));
    return new InferenceRequest(model, inputs, scope, deadline);
  }

  private static InferenceRequest request(String model, TensorScope scope, Tensors inputs) {
    return new InferenceRequest(ModelReference.latest(model), inputs, scope, Deadline.none());
  }

  private TensorScope open() {
    TensorScope scope = pool.open();
    scopes.add(scope);
    return scope;
  }

  private static InferenceResponse get(CompletionStage<InferenceResponse> answer) {
    return answer.toCompletableFuture().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static Fault faultOf(CompletionStage<InferenceResponse> answer) {
    try {
      throw new AssertionError("answered " + get(answer));
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof Fault fault) {
        return fault;
      }
      throw new AssertionError("not a fault", failure);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
