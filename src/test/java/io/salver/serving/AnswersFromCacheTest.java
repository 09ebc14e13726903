package io.salver.serving;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.admission.Limiters;
import io.salver.batch.DeadlineWatch;
import io.salver.cache.CaffeineAnswerCache;
import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.lifecycle.AvailabilityPreserving;
import io.salver.lifecycle.LifecycleObserver;
import io.salver.lifecycle.VersionManager;
import io.salver.model.ArtifactFiles;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.ModelSpec.Caching;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.FakeModelLoader;
import io.salver.time.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of a model whose answers are kept. Its runs are counted: each answers x + run. */
final class AnswersFromCacheTest {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Caching KEPT = new Caching(1 << 20, Duration.ofMinutes(1));
  private static final Shape ROWS = Shape.of(Shape.ANY);
  private static final Signature SIGNATURE =
      new Signature(
          List.of(new TensorSpec("x", DataType.FP32, ROWS)),
          List.of(new TensorSpec("y", DataType.FP32, ROWS)));

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger runs = new AtomicInteger();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  private final ModelHost host =
      new ModelHost(
          new ModelSource(
              List.of(
                  new FakeModelLoader(new NativeHandles())
                      .define("m", SIGNATURE, this::run)
                      .define("broken", SIGNATURE, this::fail)),
              ArtifactFiles.NONE,
              MemoryBudget.unlimited(),
              new WarmUp((artifact, scope) -> List.of(), pool)),
          new ServedModels(
              pool,
              Limiters.none(),
              new DeadlineWatch(Duration.ofMillis(1)),
              nanos::get,
              () -> Instant.EPOCH,
              ExecutionObserver.NONE,
              (id, bounds) -> new CaffeineAnswerCache(bounds, nanos::get),
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
    assertThat(host.stop(BOUND)).isEmpty();
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void what_was_asked_before_is_answered_without_a_run() throws Exception {
    serve("m", 1, Optional.of(KEPT));
    assertThat(ask("m", 10)).isEqualTo(11);
    assertThat(ask("m", 10)).isEqualTo(11);
    assertThat(ask("m", 20)).isEqualTo(22);
    assertThat(runs).hasValue(2);
  }

  @Test
  void hits_and_misses_are_told_and_a_hit_is_a_success() throws Exception {
    serve("m", 1, Optional.of(KEPT));
    ask("m", 10);
    ask("m", 10);
    ask("m", 10);
    ModelStatistics statistics = new LoadedStatistics(host).statistics().getFirst();
    assertThat(statistics.success().count()).isEqualTo(3);
    assertThat(statistics.executionCount()).isEqualTo(1);
    assertThat(statistics.cacheHit().count()).isEqualTo(2);
    assertThat(statistics.cacheMiss().count()).isEqualTo(1);
  }

  @Test
  void without_the_key_in_the_specification_every_request_runs() throws Exception {
    serve("m", 1, Optional.empty());
    assertThat(ask("m", 10)).isEqualTo(11);
    assertThat(ask("m", 10)).isEqualTo(12);
  }

  @Test
  void another_version_has_answers_of_its_own() throws Exception {
    serve("m", 1, Optional.of(KEPT));
    assertThat(ask("m", 10)).isEqualTo(11);
    serve("m", 2, Optional.of(KEPT));
    assertThat(ask("m", 10)).isEqualTo(12);
    serve("m", 1, Optional.of(KEPT));
    assertThat(ask("m", 10)).isEqualTo(13);
  }

  @Test
  void a_failure_is_not_kept() throws Exception {
    serve("broken", 1, Optional.of(KEPT));
    for (int i = 1; i <= 2; i++) {
      try (TensorScope scope = pool.open()) {
        assertThat(infer("broken", 10, scope).handle((answer, fault) -> fault).get())
            .isInstanceOf(BackendFailure.class);
      }
      assertThat(runs).hasValue(i);
    }
  }

  @Test
  void inputs_are_checked_before_the_look_up() throws Exception {
    serve("m", 1, Optional.of(KEPT));
    try (TensorScope scope = pool.open()) {
      Tensors wrong = Tensors.of("other", floats(scope, Shape.of(1), 1));
      var request = new InferenceRequest(ModelReference.latest("m"), wrong, scope, Deadline.none());
      assertThat(service.infer(request).toCompletableFuture().handle((a, fault) -> fault).get())
          .isInstanceOf(InvalidInput.class);
    }
    assertThat(new LoadedStatistics(host).statistics().getFirst().cacheMiss().count()).isZero();
  }

  private Tensors run(Tensors inputs, TensorScope scope) {
    float run = runs.incrementAndGet();
    Tensor.Dense x = inputs.dense("x");
    return Tensors.of("y", floats(scope, x.shape(), floats(x)[0] + run));
  }

  private Tensors fail(Tensors inputs, TensorScope scope) {
    throw new BackendFailure("run " + runs.incrementAndGet());
  }

  private float ask(String model, float x) throws Exception {
    try (TensorScope scope = pool.open()) {
      return floats(infer(model, x, scope).get(60, TimeUnit.SECONDS).outputs().get("y"))[0];
    }
  }

  private CompletableFuture<InferenceResponse> infer(String model, float x, TensorScope scope) {
    Tensors inputs = Tensors.of("x", floats(scope, Shape.of(1), x));
    return service
        .infer(new InferenceRequest(ModelReference.latest(model), inputs, scope, Deadline.none()))
        .toCompletableFuture();
  }

  private void serve(String model, long version, Optional<Caching> cache) {
    ModelArtifact artifact =
        new ModelArtifact(
            new ModelId(model, version), FakeModelLoader.BACKEND, Path.of("none"), spec(cache));
    host.serve(new ModelDeclaration(model, List.of(new DeclaredVersion.Loadable(artifact))));
    assertThat(host.awaitSettled(BOUND)).isTrue();
  }

  private static ModelSpec spec(Optional<Caching> cache) {
    ModelSpec d = ModelSpec.DEFAULT;
    return new ModelSpec(
        d.task(),
        d.backend(),
        d.device(),
        d.instances(),
        d.threads(),
        d.versions(),
        d.batching(),
        d.timeout(),
        cache,
        d.warmup(),
        d.signature(),
        d.preprocess(),
        d.postprocess(),
        d.monitor());
  }
}
