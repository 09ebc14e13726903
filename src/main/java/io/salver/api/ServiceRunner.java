package io.salver.api;

import io.salver.fault.Fault;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests that are about no model, as labels, rollouts and catalogues, and sees to it that
 * each is answered once and observed once, on every path. Answers are encoded on the thread that
 * completes them. Thread-safe.
 */
@Singleton
public final class ServiceRunner {

  private final RequestObserver observer;

  /** A runner that tells {@code observer} of every request. */
  @Inject
  public ServiceRunner(RequestObserver observer) {
    this.observer = observer;
  }

  /**
   * What is asked, since when.
   *
   * @param recommender that it is about, which the caller must be allowed to use; absent: none
   * @param method what was called, as metrics name it
   */
  public record Call(Optional<String> recommender, String method, RequestTimer timer) {

    /** One that is about no recommender. */
    public Call(String method, RequestTimer timer) {
      this(Optional.empty(), method, timer);
    }
  }

  /** Decodes and starts a request by {@code request} and answers it by {@code reply}. */
  public <A> void run(
      Call call, Supplier<CompletionStage<A>> request, ServiceReply<? super A> reply) {
    RequestTimer timer = call.timer();
    CompletionStage<A> answer;
    try {
      timer.begin();
      call.recommender().ifPresent(name -> timer.caller().require(name));
      answer = request.get();
      timer.decoded();
    } catch (RuntimeException e) {
      timer.decoded();
      refuse(call, reply, e);
      return;
    }
    long started = timer.totalNanos();
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              timer.ran(0, timer.totalNanos() - started);
              end(call, reply, value, failure);
            });
  }

  /** Answers a request that cannot go on. */
  public void refuse(Call call, ServiceReply<?> reply, Throwable failure) {
    Fault fault = Failures.fault(failure);
    observe(call, reply.protocol(), reply.fail(fault), Optional.of(fault));
  }

  /** Tells of a request that was answered already. */
  public void observe(Call call, String protocol, String code, Optional<Fault> fault) {
    RequestTimer timer = call.timer();
    observer.answered(
        new RequestRecord(
            call.recommender(),
            Optional.empty(),
            protocol,
            call.method(),
            code,
            fault,
            timer.id(),
            timer.trace(),
            List.of(),
            timer.totalNanos(),
            timer.decodeNanos(),
            timer.queueNanos(),
            timer.computeNanos(),
            timer.encodeNanos()));
  }

  private <A> void end(
      Call call, ServiceReply<? super A> reply, @Nullable A answer, @Nullable Throwable failure) {
    if (answer == null) {
      refuse(call, reply, failure == null ? new IllegalStateException("no answer") : failure);
      return;
    }
    call.timer().begin();
    String code;
    try {
      code = reply.succeed(answer);
    } catch (RuntimeException e) {
      refuse(call, reply, e);
      return;
    }
    call.timer().encoded();
    observe(call, reply.protocol(), code, Optional.empty());
  }
}
