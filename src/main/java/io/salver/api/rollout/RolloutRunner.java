package io.salver.api.rollout;

import io.salver.api.Failures;
import io.salver.api.RequestTimer;
import io.salver.fault.Fault;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests about rollouts and sees to it that each is answered once and observed once, on
 * every path. Answers are encoded on the thread that completes them. Thread-safe.
 */
@Singleton
public final class RolloutRunner {

  private static final String METHOD = "rollouts";

  private final RequestObserver observer;

  /** A runner that tells {@code observer} of every request. */
  @Inject
  public RolloutRunner(RequestObserver observer) {
    this.observer = observer;
  }

  /** How one protocol answers; both methods may be called on any thread, and neither twice. */
  public interface Reply {

    /** {@code rest} or {@code grpc}. */
    String protocol();

    /** Encodes and sends a document, and says which status that is. */
    String succeed(Map<String, Object> document);

    /** Sends a failure, unless the client is gone, and says which status that is; never throws. */
    String fail(Fault fault);
  }

  /** Decodes and starts a request by {@code request} and answers it by {@code reply}. */
  public void run(
      RequestTimer timer, Supplier<CompletionStage<Map<String, Object>>> request, Reply reply) {
    CompletionStage<Map<String, Object>> answer;
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
            (document, failure) -> {
              timer.ran(0, timer.totalNanos() - started);
              end(timer, reply, document, failure);
            });
  }

  /** Answers a request that cannot go on. */
  public void refuse(RequestTimer timer, Reply reply, Throwable failure) {
    Fault fault = Failures.fault(failure);
    observe(timer, reply.protocol(), reply.fail(fault), Optional.of(fault));
  }

  private void end(
      RequestTimer timer,
      Reply reply,
      @Nullable Map<String, Object> document,
      @Nullable Throwable failure) {
    if (document == null) {
      refuse(timer, reply, failure == null ? new IllegalStateException("no answer") : failure);
      return;
    }
    timer.begin();
    String code;
    try {
      code = reply.succeed(document);
    } catch (RuntimeException e) {
      refuse(timer, reply, e);
      return;
    }
    timer.encoded();
    observe(timer, reply.protocol(), code, Optional.empty());
  }

  private void observe(RequestTimer timer, String protocol, String code, Optional<Fault> fault) {
    observer.answered(
        new RequestRecord(
            Optional.empty(),
            Optional.empty(),
            protocol,
            METHOD,
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
