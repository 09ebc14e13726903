package io.salver.api;

import io.salver.fault.Fault;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationService;
import io.salver.recommend.StageReport;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import io.salver.serving.RequestRecord.Step;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
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

  /**
   * Decodes by {@code decode} on the calling thread, runs, and answers by {@code reply}.
   *
   * @param method {@code recommend} or {@code similar}
   */
  public void run(
      String method,
      Supplier<RecommendationCall> decode,
      RequestTimer timer,
      ServiceReply<Recommendation> reply) {
    RecommendationCall call;
    try {
      timer.begin();
      call = decode.get();
      timer.caller().require(call.recommender());
      timer.decoded();
    } catch (RuntimeException e) {
      timer.decoded();
      fail(Optional.empty(), method, timer, reply, e);
      return;
    }
    Optional<String> asked = call.recommender();
    var unused =
        call.start(service, timer.following())
            .whenComplete((answer, failure) -> end(asked, method, timer, reply, answer, failure));
  }

  /** Answers a request that could not be read. */
  public void refuse(String method, RequestTimer timer, ServiceReply<?> reply, Throwable failure) {
    fail(Optional.empty(), method, timer, reply, failure);
  }

  private void end(
      Optional<String> asked,
      String method,
      RequestTimer timer,
      ServiceReply<Recommendation> reply,
      @Nullable Recommendation answer,
      @Nullable Throwable failure) {
    if (answer == null) {
      fail(
          asked,
          method,
          timer,
          reply,
          failure == null ? new IllegalStateException("no answer") : failure);
      return;
    }
    timer.ran(answer.queueNanos(), answer.computeNanos());
    timer.begin();
    try {
      String code = reply.succeed(answer);
      timer.encoded();
      observe(
          Optional.of(answer.recommender()),
          timer,
          new Answered(reply.protocol(), method, code, Optional.empty()),
          answer.stages().stream().map(RecommendationRunner::step).toList());
    } catch (RuntimeException e) {
      fail(asked, method, timer, reply, e);
    }
  }

  private void fail(
      Optional<String> asked,
      String method,
      RequestTimer timer,
      ServiceReply<?> reply,
      Throwable failure) {
    Fault fault = Failures.fault(failure);
    String code = reply.fail(fault);
    ended(asked, timer, reply.protocol(), method, code, Optional.of(fault));
  }

  private static Step step(StageReport stage) {
    return new Step(stage.stage().label(), stage.nanos());
  }

  /** Tells of a request that was answered by somebody else. */
  public void ended(
      Optional<String> recommender,
      RequestTimer timer,
      String protocol,
      String method,
      String code,
      Optional<Fault> fault) {
    observe(recommender, timer, new Answered(protocol, method, code, fault), List.of());
  }

  private record Answered(String protocol, String method, String code, Optional<Fault> fault) {}

  private void observe(
      Optional<String> recommender, RequestTimer timer, Answered answered, List<Step> steps) {
    observer.answered(
        new RequestRecord(
            recommender,
            Optional.empty(),
            answered.protocol(),
            answered.method(),
            answered.code(),
            answered.fault(),
            timer.id(),
            timer.trace(),
            timer.following().arms(),
            steps,
            timer.totalNanos(),
            timer.decodeNanos(),
            timer.queueNanos(),
            timer.computeNanos(),
            timer.encodeNanos()));
  }
}
