package io.salver.serving;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.admission.Limiters;
import io.salver.batch.DeadlineWatch;
import io.salver.fault.Fault;
import io.salver.lifecycle.AvailabilityPreserving;
import io.salver.lifecycle.LifecycleObserver;
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
import io.salver.testkit.Specs;
import io.salver.time.Deadline;
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

/**
 * A service whose model is a function of the test: {@code double} doubles and takes 5 ms of the
 * fake clock, {@code gated} waits for the test, {@code broken} throws. Nothing may be open when a
 * test has ended.
 */
abstract class InferenceServiceFixture {

  static final Duration BOUND = Duration.ofSeconds(60);
  static final Signature SIGNATURE =
      new Signature(
          List.of(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 2))),
          List.of(new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY, 2))));

  final AtomicLong nanos = new AtomicLong();
  final NativeHandles handles = new NativeHandles();
  final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  final List<TensorScope> scopes = new ArrayList<>();
  final List<Execution> executions = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger runs = new AtomicInteger();
  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch gate = new CountDownLatch(1);
  List<GoldenCase> golden = List.of();

  final ModelHost host =
      new ModelHost(
          new ModelSource(
              List.of(
                  new FakeModelLoader(handles)
                      .define("double", SIGNATURE, this::doubled)
                      .define("gated", SIGNATURE, this::gated)
                      .define("broken", SIGNATURE, InferenceServiceFixture::broken)),
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
  final ModelInferenceService service = new ModelInferenceService(host, nanos::get);

  @AfterEach
  void nothingIsLeftOpen() {
    gate.countDown();
    assertThat(host.stop(BOUND)).isEmpty();
    scopes.forEach(TensorScope::close);
    assertThat(pool.leasedBytes()).isZero();
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
    assertThat(host.queues()).isEmpty();
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

  void serve(String name, Specs specs, long... versions) {
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

  static DeclaredVersion unusable(String name, String reason) {
    return new DeclaredVersion.Unusable(new ModelId(name, 1), reason);
  }

  CompletionStage<InferenceResponse> infer(String model, float... values) {
    return service.infer(request(ModelReference.latest(model), Deadline.none(), values));
  }

  CompletionStage<InferenceResponse> inferVersion(String model, long version) {
    return service.infer(
        request(new ModelReference(model, Optional.of(version)), Deadline.none(), 1, 2));
  }

  InferenceRequest request(ModelReference model, Deadline deadline, float... values) {
    TensorScope scope = open();
    Tensors inputs = Tensors.of("x", floats(scope, Shape.of(values.length / 2, 2), values));
    return new InferenceRequest(model, inputs, scope, deadline);
  }

  static InferenceRequest request(String model, TensorScope scope, Tensors inputs) {
    return new InferenceRequest(ModelReference.latest(model), inputs, scope, Deadline.none());
  }

  TensorScope open() {
    TensorScope scope = pool.open();
    scopes.add(scope);
    return scope;
  }

  static InferenceResponse get(CompletionStage<InferenceResponse> answer) {
    return answer.toCompletableFuture().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
  }

  static Fault faultOf(CompletionStage<InferenceResponse> answer) {
    try {
      throw new AssertionError("answered " + get(answer));
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof Fault fault) {
        return fault;
      }
      throw new AssertionError("not a fault", failure);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
