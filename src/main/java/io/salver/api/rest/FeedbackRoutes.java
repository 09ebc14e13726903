package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import io.salver.api.feedback.FeedbackAnswer;
import io.salver.api.feedback.FeedbackRequests;
import io.salver.api.rest.FeedbackJson.Labels;
import io.salver.api.rest.RestServiceReply.Answer;
import io.salver.security.Caller;
import io.salver.time.Ticker;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** {@code POST /v1/feedback}, on the event loop; the store is asked elsewhere. Thread-safe. */
@Singleton
final class FeedbackRoutes {

  /** Most bytes of a request's labels. */
  static final int MAX_BODY_BYTES = 8 << 20;

  private static final String FEEDBACK = "/v1/feedback";
  private static final String ENTRY = "entry";

  private final FeedbackRequests requests;
  private final ServiceRunner runner;
  private final Ticker ticker;
  private final FeedbackJson json = new FeedbackJson(Clock.systemUTC());

  @Inject
  FeedbackRoutes(FeedbackRequests requests, ServiceRunner runner, Ticker ticker) {
    this.requests = requests;
    this.runner = runner;
    this.ticker = ticker;
  }

  void register(@Observes Router router) {
    router.post(FEEDBACK).handler(this::feedback);
    HttpAnswers.refuseOthers(router, FEEDBACK, "POST");
  }

  /**
   * An answer to labels.
   *
   * @param place what the places of labels are called
   */
  private record Labelled(FeedbackAnswer answer, String place) {

    Answer json() {
      return Answer.json(FeedbackJson.write(answer, place));
    }
  }

  private void feedback(RoutingContext context) {
    RequestTimer timer = Arrivals.timer(context, ticker);
    ServiceRunner.Call call = new ServiceRunner.Call("feedback", timer);
    RestServiceReply<Labelled> reply = new RestServiceReply<>(context, Labelled::json);
    boolean isNdjson = BulkRoute.isNdjson(context.request());
    SmallBody.receive(
        context,
        MAX_BODY_BYTES,
        body -> runner.run(call, () -> label(timer.caller(), body.getBytes(), isNdjson), reply),
        failure -> runner.refuse(call, reply, failure));
  }

  private CompletionStage<Labelled> label(Caller caller, byte[] body, boolean isNdjson) {
    return switch (isNdjson ? json.lines(body) : json.labels(body)) {
      case Labels.One(var feedback) ->
          requests.label(caller, feedback).thenApply(answer -> new Labelled(answer, ENTRY));
      case Labels.Many(var labels, String place) ->
          requests.label(caller, labels).thenApply(answer -> new Labelled(answer, place));
    };
  }
}
