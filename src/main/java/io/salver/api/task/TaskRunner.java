package io.salver.api.task;

import io.salver.api.Failures;
import io.salver.api.RequestTimer;
import io.salver.fault.Fault;
import io.salver.model.ModelId;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs typed requests and sees to it that each is answered once, observed once and its scope closed
 * once, on every path. Answers are encoded on the thread that completes them. Thread-safe.
 */
@Singleton
public final class TaskRunner {

  private static final TaskTimes NONE = new TaskTimes(0, 0, 0, 0, 0, 0);

  private final RequestObserver observer;

  /** A runner that tells {@code observer} of every request. */
  @Inject
  public TaskRunner(RequestObserver observer) {
    this.observer = observer;
  }

  /** Runs {@code call} and answers by {@code reply}. */
  public <A extends TaskAnswer> void run(
      TaskCall<A> call, RequestTimer timer, TaskReply<? super A> reply) {
    timer.named(call.context().id());
    var unused =
        start(call, timer)
            .whenComplete((answer, failure) -> end(call, timer, reply, answer, failure));
  }

  /** Answers a request that never ran, and whose scope is closed. */
  public void refuse(
      Optional<ModelReference> model, RequestTimer timer, TaskReply<?> reply, Throwable failure) {
    Fault fault = Failures.fault(failure);
    String code = reply.fail(fault);
    Origin origin = new Origin(model, reply.protocol(), reply.method());
    observe(origin, Optional.empty(), timer, NONE, code, Optional.of(fault));
  }

  /** Tells of a request that was answered by somebody else. */
  public void ended(
      Origin origin,
      Optional<? extends TaskAnswer> answer,
      RequestTimer timer,
      String code,
      Optional<Fault> fault) {
    observe(
        origin,
        answer.map(TaskAnswer::model),
        timer,
        answer.map(TaskAnswer::times).orElse(NONE),
        code,
        fault);
  }

  /** Where a request came from, and what it asked of which model. */
  public record Origin(Optional<ModelReference> model, String protocol, TaskMethod method) {}

  private static <A extends TaskAnswer> CompletionStage<A> start(
      TaskCall<A> call, RequestTimer timer) {
    try {
      timer.caller().require(call.context().model().map(ModelReference::name));
      return call.start().get();
    } catch (RuntimeException | OutOfMemoryError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <A extends TaskAnswer> void end(
      TaskCall<A> call,
      RequestTimer timer,
      TaskReply<? super A> reply,
      @Nullable A answer,
      @Nullable Throwable failure) {
    Optional<Fault> fault =
        answer == null
            ? Optional.of(
                Failures.fault(failure == null ? new IllegalStateException("no answer") : failure))
            : Optional.empty();
    String code = "";
    timer.begin();
    try {
      if (answer != null) {
        code = reply.succeed(answer, timer);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      fault = Optional.of(Failures.fault(e));
    } finally {
      call.context().scope().close();
    }
    if (fault.isPresent()) {
      code = reply.fail(fault.get());
    }
    Origin origin = new Origin(call.context().model(), reply.protocol(), reply.method());
    ended(origin, Optional.ofNullable(answer), timer, code, fault);
  }

  private void observe(
      Origin origin,
      Optional<ModelId> ran,
      RequestTimer timer,
      TaskTimes times,
      String code,
      Optional<Fault> fault) {
    timer.following().ended(fault, timer.id());
    observer.answered(
        new RequestRecord(
            ran.map(ModelId::name).or(() -> origin.model().map(ModelReference::name)),
            ran.map(ModelId::version).or(() -> origin.model().flatMap(ModelReference::version)),
            origin.protocol(),
            origin.method().label(),
            code,
            fault,
            timer.id(),
            timer.trace(),
            timer.following().arms(),
            List.of(),
            timer.totalNanos(),
            timer.decodeNanos() + times.decodeNanos() + times.preprocessNanos(),
            times.waitNanos() + times.queueNanos(),
            times.runNanos(),
            timer.encodeNanos() + times.postprocessNanos()));
  }
}
