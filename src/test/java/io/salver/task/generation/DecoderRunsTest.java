package io.salver.task.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.Overloaded;
import io.salver.model.ModelId;
import io.salver.model.Signature;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.ModelDescription;
import io.salver.serving.PinnedVersion;
import io.salver.task.Stopwatch;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs of a version that refuses some, on a clock that passes at once. */
final class DecoderRunsTest implements Pause, PinnedVersion {

  private final DirectMemoryPool memory = new DirectMemoryPool(1 << 20);
  private final TaskThreads threads = new TaskThreads(1, 4);
  private final TensorScope scope = memory.open();
  private final Queue<Overloaded.Reason> refusals = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final DecoderRuns runs =
      new DecoderRuns(
          new GenerationTools(
              threads,
              memory,
              new WritingHouse.Told(),
              this,
              () -> 0,
              Watching.NONE,
              Ticker.SYSTEM),
          this,
          WritingHouse.context("m", scope, StopSignal.never()),
          new Stopwatch(Ticker.SYSTEM));

  @AfterEach
  void nothingIsLeftOpen() {
    threads.close();
    scope.close();
    assertThat(memory.leasedBytes()).isZero();
  }

  @Test
  void the_first_run_is_refused_like_any_request() {
    refusals.add(Overloaded.Reason.LIMIT);

    assertThatThrownBy(this::run).hasCauseInstanceOf(Overloaded.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void a_later_run_is_tried_again_after_pauses_that_grow() {
    run();
    refusals.addAll(
        List.of(Overloaded.Reason.LIMIT, Overloaded.Reason.QUEUE_FULL, Overloaded.Reason.EVICTED));

    run();

    assertThat(pauses)
        .containsExactly(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(4));
  }

  @Test
  void patience_ends() {
    run();
    for (int i = 0; i < 1000; i++) {
      refusals.add(Overloaded.Reason.LIMIT);
    }

    assertThatThrownBy(this::run).hasCauseInstanceOf(Overloaded.class);
    assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isBetween(10_000L, 10_100L);
  }

  @Test
  void a_service_that_stops_is_not_asked_again() {
    run();
    refusals.add(Overloaded.Reason.SHUTTING_DOWN);

    assertThatThrownBy(this::run).hasCauseInstanceOf(Overloaded.class);
    assertThat(pauses).isEmpty();
  }

  private void run() {
    WritingHouse.join(runs.run(own -> Tensors.builder().build())).scope().close();
  }

  @Override
  public ModelDescription description() {
    return new ModelDescription("m", List.of(1L), "fake", new Signature(List.of(), List.of()));
  }

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    Overloaded.Reason refusal = refusals.poll();
    return refusal == null
        ? CompletableFuture.completedFuture(
            new InferenceResponse(new ModelId("m", 1), request.inputs(), 0, 0))
        : CompletableFuture.failedFuture(new Overloaded(refusal, Duration.ofSeconds(1), "full"));
  }

  @Override
  public CompletionStage<?> of(Duration duration) {
    pauses.add(duration);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> within(Duration limit, CompletionStage<Void> stage) {
    return stage.toCompletableFuture();
  }

  @Override
  public void close() {}
}
