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
 * Runs requests that are about no model of their own, as labels and rollouts, and sees to it that
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
   * How one protocol answers; {@link #succeed} and {@link #fail} may be called on any thread, and
   * neither twice.
   *
   * @param <A> what is answered
   */
  public interface Reply<A> {

    /** {@code rest} or {@code grpc}. */
    String protocol();

    /** What was called, as metrics name it. */
    String method();

    /** Encodes and sends the answer, and says which status that is. */
    String succeed(A answer);

    /** Sends a failure, unless the client is gone, and says which status that is; never throws. */
    String fail(Fault fault);
  }

  /** Decodes and starts a request by {@code request} and answers it by {@code reply}. */
  public <A> void run(
      RequestTimer timer, Supplier<CompletionStage<A>> request, Reply<? super A> reply) {
    CompletionStage<A> answer;
    try {
      timer.begin();
      answer = request.get();
      timer.decoded();
    } catch (RuntimeException e) {
      timer.decoded();
      refuse(timer, reply, e);
      return;
    }
    long started = timer.totalNanos();
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              timer.ran(0, timer.totalNanos() - started);
              end(timer, reply, value, failure);
            });
  }

  /** Answers a request that cannot go on. */
  public void refuse(RequestTimer timer, Reply<?> reply, Throwable failure) {
    Fault fault = Failures.fault(failure);
    observe(timer, reply, reply.fail(fault), Optional.of(fault));
  }

  private <A> void end(
      RequestTimer timer, Reply<? super A> reply, @Nullable A answer, @Nullable Throwable failure) {
    if (answer == null) {
      refuse(timer, reply, failure == null ? new IllegalStateException("no answer") : failure);
      return;
    }
    timer.begin();
    String code;
    try {
      code = reply.succeed(answer);
    } catch (RuntimeException e) {
      refuse(timer, reply, e);
      return;
    }
    timer.encoded();
    observe(timer, reply, code, Optional.empty());
  }

  private void observe(RequestTimer timer, Reply<?> reply, String code, Optional<Fault> fault) {
    observer.answered(
        new RequestRecord(
            Optional.empty(),
            Optional.empty(),
            reply.protocol(),
            reply.method(),
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
}
