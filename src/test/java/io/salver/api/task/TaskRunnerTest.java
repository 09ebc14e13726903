package io.salver.api.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.RequestTimer;
import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.serving.InferenceRequest;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestRecord;
import io.salver.task.TaskContext;
import io.salver.task.TaskTimes;
import io.salver.task.Verification;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every typed request is answered, observed and released exactly once. */
final class TaskRunnerTest {

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final List<RequestRecord> records = new ArrayList<>();
  private final TaskRunner runner = new TaskRunner(records::add);
  private final RecordingReply reply = new RecordingReply();
  private long now;

  @AfterEach
  void nothing_stays_leased_and_one_record_was_told() {
    assertThat(pool.leasedBytes()).isZero();
    assertThat(records).hasSize(1);
  }

  @Test
  void a_success_is_answered_once_and_says_what_ran() {
    run(() -> CompletableFuture.completedFuture(answer()));

    assertThat(reply.events).containsExactly("succeed");
    RequestRecord told = records.getFirst();
    assertThat(told.model()).contains("ran");
    assertThat(told.version()).contains(2L);
    assertThat(told.method()).isEqualTo("verify");
    assertThat(told.code()).isEqualTo("fine");
    assertThat(told.fault()).isEmpty();
    assertThat(told.queueNanos()).isEqualTo(11);
    assertThat(told.computeNanos()).isEqualTo(16);
  }

  @Test
  void a_fault_of_the_service_is_sent_as_it_is() {
    run(() -> CompletableFuture.failedFuture(new NotFound("no such model")));

    assertThat(reply.events).containsExactly("fail no such model");
    assertThat(records.getFirst().model()).contains("asked");
  }

  @Test
  void an_exception_of_ours_shows_no_text() {
    run(
        () -> {
          throw new IllegalStateException("secret");
        });

    assertThat(reply.events).containsExactly("fail internal error");
    assertThat(records.getFirst().fault().orElseThrow()).isInstanceOf(BackendFailure.class);
  }

  @Test
  void an_answer_that_cannot_be_written_is_a_failure() {
    reply.failure = Optional.of(new Cancelled("gone"));

    run(() -> CompletableFuture.completedFuture(answer()));

    assertThat(reply.events).containsExactly("succeed", "fail gone");
    assertThat(records.getFirst().code()).isEqualTo("failed");
  }

  @Test
  void a_refused_request_is_told_too() {
    runner.refuse(
        Optional.empty(), new RequestTimer(() -> now), reply, new NotFound("no such model"));

    assertThat(reply.events).containsExactly("fail no such model");
    assertThat(records.getFirst().model()).isEmpty();
  }

  private void run(Supplier<CompletionStage<Verification>> start) {
    TensorScope scope = pool.open();
    scope.allocate(100);
    TaskContext context =
        new TaskContext(
            Optional.of(ModelReference.latest("asked")),
            scope,
            Deadline.none(),
            InferenceRequest.ORDINARY,
            StopSignal.create());
    runner.run(new TaskCall<>(context, start), new RequestTimer(() -> now), reply);
  }

  private static Verification answer() {
    return new Verification(new ModelId("ran", 2), 1, 0.5, new TaskTimes(1, 2, 4, 10, 16, 32));
  }

  private static final class RecordingReply implements TaskReply<Verification> {

    private final List<String> events = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();

    @Override
    public String protocol() {
      return "test";
    }

    @Override
    public TaskMethod method() {
      return TaskMethod.VERIFY;
    }

    @Override
    public String succeed(Verification answer, RequestTimer timer) {
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
