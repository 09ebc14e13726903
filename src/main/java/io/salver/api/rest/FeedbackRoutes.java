package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import io.salver.api.feedback.FeedbackAnswer;
import io.salver.api.feedback.FeedbackRequests;
import io.salver.api.rest.FeedbackJson.Labels;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.security.Caller;
import io.salver.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

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
    refuseOthers(router, FEEDBACK, "POST");
  }

  private void feedback(RoutingContext context) {
    RequestTimer timer = Arrivals.timer(context, ticker);
    Reply reply = new Reply(context);
    boolean isNdjson = BulkRoute.isNdjson(context.request());
    SmallBody.receive(
        context,
        MAX_BODY_BYTES,
        body ->
            runner.run(timer, () -> label(timer.caller(), body.getBytes(), isNdjson, reply), reply),
        failure -> runner.refuse(timer, reply, failure));
  }

  private CompletionStage<FeedbackAnswer> label(
      Caller caller, byte[] body, boolean isNdjson, Reply reply) {
    return switch (isNdjson ? json.lines(body) : json.labels(body)) {
      case Labels.One(var feedback) -> requests.label(caller, feedback);
      case Labels.Many(var labels, String place) -> {
        reply.places(place);
        yield requests.label(caller, labels);
      }
    };
  }

  private static void refuseOthers(Router router, String path, String allowed) {
    router
        .route(path)
        .handler(
            context -> {
              context.request().resume();
              HttpAnswers.methodNotAllowed(context, allowed);
            });
  }

  /** Answers one request: encodes anywhere, sends on its event loop. */
  private static final class Reply implements ServiceRunner.Reply<FeedbackAnswer> {

    private final RoutingContext context;
    private final Context eventLoop;
    private final AtomicReference<String> place = new AtomicReference<>(ENTRY);

    Reply(RoutingContext context) {
      this.context = context;
      this.eventLoop = context.vertx().getOrCreateContext();
    }

    /** What the places of labels are called. */
    void places(String name) {
      place.set(name);
    }

    @Override
    public String method() {
      return "feedback";
    }

    @Override
    public String protocol() {
      return "rest";
    }

    @Override
    public String succeed(FeedbackAnswer answer) {
      if (context.response().closed()) {
        throw new Cancelled("the connection was closed before the answer");
      }
      Buffer document = FeedbackJson.write(answer, place.get());
      eventLoop.runOnContext(nothing -> HttpAnswers.document(context, document));
      return "200";
    }

    @Override
    public String fail(Fault fault) {
      eventLoop.runOnContext(nothing -> HttpAnswers.fault(context, fault));
      return Integer.toString(HttpStatus.of(fault));
    }
  }
}
