package io.salver.serving;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.StuckVersion;
import io.salver.model.ModelId;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.Specs;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Requests that wait, and what becomes of them. */
final class InferenceQueueTest extends InferenceServiceFixture {

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
}
