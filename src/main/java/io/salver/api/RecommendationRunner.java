package io.salver.api;

import io.salver.fault.Fault;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationService;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs recommendation requests and sees to it that each is answered once and observed once, on
 * every path. Answers are encoded on the pipeline's threads. Thread-safe.
 */
@Singleton
public final class RecommendationRunner {

  private final RecommendationService service;
  private final RequestObserver observer;

  /** A runner that tells {@code observer} of every request. */
  @Inject
  public RecommendationRunner(RecommendationService service, RequestObserver observer) {
    this.service = service;
    this.observer = observer;
  }

  /** Decodes by {@code decode} on the calling thread, runs, and answers by {@code reply}. */
  public void run(
      Supplier<RecommendationCall> decode, RequestTimer timer, RecommendationReply reply) {
    RecommendationCall call;
    try {
      timer.begin();
      call = decode.get();
      timer.decoded();
    } catch (RuntimeException e) {
      timer.decoded();
      fail(Optional.empty(), timer, reply, e);
      return;
    }
    Optional<String> asked = call.recommender();
    var unused =
        call.start(service)
            .whenComplete((answer, failure) -> end(asked, timer, reply, answer, failure));
  }

  /** Answers a request that could not be read. */
  public void refuse(RequestTimer timer, RecommendationReply reply, Throwable failure) {
    fail(Optional.empty(), timer, reply, failure);
  }

  private void end(
      Optional<String> asked,
      RequestTimer timer,
      RecommendationReply reply,
      @Nullable Recommendation answer,
      @Nullable Throwable failure) {
    if (answer == null) {
      fail(asked, timer, reply, failure == null ? new IllegalStateException("no answer") : failure);
      return;
    }
    timer.ran(answer.queueNanos(), answer.computeNanos());
    timer.begin();
    try {
      String code = reply.succeed(answer);
      timer.encoded();
      observe(Optional.of(answer.recommender()), timer, reply, code, Optional.empty());
    } catch (RuntimeException e) {
      fail(asked, timer, reply, e);
    }
  }

  private void fail(
      Optional<String> asked, RequestTimer timer, RecommendationReply reply, Throwable failure) {
    Fault fault = Failures.fault(failure);
    observe(asked, timer, reply, reply.fail(fault), Optional.of(fault));
  }

  /** Tells of a request that was answered by somebody else. */
  public void ended(
      Optional<String> recommender,
      RequestTimer timer,
      String protocol,
      String method,
      String code,
      Optional<Fault> fault) {
    observer.answered(
        new RequestRecord(
            recommender,
            Optional.empty(),
            protocol,
            method,
            code,
            fault,
            timer.totalNanos(),
            timer.decodeNanos(),
            timer.queueNanos(),
            timer.computeNanos(),
            timer.encodeNanos()));
  }

  private void observe(
      Optional<String> recommender,
      RequestTimer timer,
      RecommendationReply reply,
      String code,
      Optional<Fault> fault) {
    ended(recommender, timer, reply.protocol(), reply.method(), code, fault);
  }
}
