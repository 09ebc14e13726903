package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.serving.RequestRecord;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is answered, observed and released exactly once. */
final class InferenceRunnerTest {

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final List<RequestRecord> records = new ArrayList<>();
  private final InferenceRunner runner = new InferenceRunner(new FakeModels(), records::add);
  private final RecordingReply reply = new RecordingReply();
  private long now;

  /** A millisecond passes at every look. */
  private final Ticker ticker = () -> now += 1_000_000;

  @AfterEach
  void nothing_stays_leased_and_one_record_was_told() {
    assertThat(pool.leasedBytes()).isZero();
    assertThat(records).hasSize(1);
  }

  @Test
  void a_success_is_answered_once_and_its_phases_fit_into_the_whole() {
    run("arithmetic", Runnable::run);

    assertThat(reply.events).containsExactly("succeed");
    RequestRecord told = records.getFirst();
    assertThat(told.code()).isEqualTo("fine");
    assertThat(told.fault()).isEmpty();
    assertThat(told.model()).contains("arithmetic");
    assertThat(told.version()).contains(1L);
    assertThat(told.preprocessNanos()).isPositive();
    assertThat(told.postprocessNanos()).isPositive();
    assertThat(
            told.preprocessNanos()
                + told.queueNanos()
                + told.computeNanos()
                + told.postprocessNanos())
        .isLessThanOrEqualTo(told.totalNanos());
  }

  @Test
  void a_fault_of_the_service_is_sent_as_it_is() {
    run("nowhere", Runnable::run);

    assertThat(reply.events).containsExactly("fail no model 'nowhere'");
    assertThat(records.getFirst().fault()).isPresent();
  }

  @Test
  void a_client_that_is_gone_is_told_nothing_twice() {
    reply.failure = Optional.of(new Cancelled("gone"));

    run("arithmetic", Runnable::run);

    assertThat(reply.events).containsExactly("succeed", "fail gone");
  }

  @Test
  void an_exception_of_ours_shows_no_text() {
    reply.failure = Optional.of(new IllegalStateException("secret"));

    run("arithmetic", Runnable::run);

    assertThat(reply.events).containsExactly("succeed", "fail internal error");
    assertThat(records.getFirst().fault().orElseThrow()).isInstanceOf(BackendFailure.class);
  }

  @Test
  void an_executor_that_has_stopped_leaves_nothing_open() {
    run(
        "arithmetic",
        task -> {
          throw new RejectedExecutionException();
        });

    assertThat(reply.events).containsExactly("succeed");
  }

  private void run(String model, Executor executor) {
    RequestTimer timer = new RequestTimer(ticker);
    TensorScope scope = pool.open();
    Tensors inputs =
        Tensors.builder()
            .put("a", TensorValues.floats(scope, Shape.of(1, 2), 1, 2))
            .put("b", TensorValues.floats(scope, Shape.of(1, 2), 3, 4))
            .build();
    timer.decoded();
    InferenceRequest request =
        new InferenceRequest(ModelReference.latest(model), inputs, scope, Deadline.none());
    runner.run(
        new InferenceCall(request, "", new RequestedOutputs(), false),
        RequestId.draw(),
        timer,
        executor,
        reply);
  }

  private static final class RecordingReply implements Reply {

    private final List<String> events = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();

    @Override
    public String protocol() {
      return "test";
    }

    @Override
    public String succeed(InferenceCall call, InferenceResponse response, Tensors outputs) {
      events.add("succeed");
      failure.ifPresent(
          thrown -> {
            throw thrown;
          });
      return "fine";
    }

    @Override
    public String fail(Fault fault) {
      events.add("fail " + fault.explanation());
      return "failed";
    }
  }
}
