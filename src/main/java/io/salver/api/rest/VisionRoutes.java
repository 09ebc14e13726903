package io.salver.api.rest;

import io.salver.api.rest.TaskEndpoint.Content;
import io.salver.api.rest.TaskEndpoint.Prepared;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.VisionRequests;
import io.salver.serving.RequestId;
import io.salver.task.Verification;
import io.salver.task.vision.VisionAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * {@code POST /v1/images/…}: received on the event loop; decoding and the model run elsewhere.
 * Thread-safe.
 */
@Singleton
final class VisionRoutes {

  private static final String PNG = "image/png";

  private final TaskRoute route;
  private final VisionRequests requests;

  @Inject
  VisionRoutes(TaskRoute route, VisionRequests requests) {
    this.route = route;
    this.requests = requests;
  }

  void register(@Observes Router router) {
    for (TaskMethod method :
        List.of(TaskMethod.CLASSIFY, TaskMethod.DETECT, TaskMethod.SEGMENT, TaskMethod.EMBED)) {
      route.register(router, "/v1/images/" + method.label(), look(method));
    }
    route.register(router, "/v1/images/verify", verify());
  }

  private TaskEndpoint<VisionAnswer> look(TaskMethod method) {
    return new TaskEndpoint<>(
        method,
        VisionRequests.parameters(method),
        List.copyOf(VisionRequests.files(method)),
        ErrorShape.PLAIN,
        (said, context, accept) -> {
          boolean asPng = said.choice("mask", VisionRequests.MASKS).equals("png");
          boolean onlyPicture = wantsPng(accept);
          return new Prepared<>(
              requests.look(method, said, context),
              answer -> content(context.id(), answer, asPng, onlyPicture));
        });
  }

  private TaskEndpoint<Verification> verify() {
    TaskMethod method = TaskMethod.VERIFY;
    return new TaskEndpoint<>(
        method,
        VisionRequests.parameters(method),
        List.of("first", "second"),
        ErrorShape.PLAIN,
        (said, context, accept) ->
            new Prepared<>(
                requests.verify(said, context),
                answer -> Content.json(TaskJson.verification(context.id(), answer))));
  }

  /** The annotated picture itself where it is the only one and the client asked for it. */
  private static Content content(
      RequestId id, VisionAnswer answer, boolean asPng, boolean onlyPicture) {
    VisionAnswer.Seen first = answer.pictures().getFirst();
    if (onlyPicture && answer.pictures().size() == 1 && first.annotated().isPresent()) {
      return new Content(PNG, Buffer.buffer(first.annotated().get()));
    }
    return Content.json(VisionJson.write(id, answer, asPng));
  }

  /** Whether {@code accept} names PNG, and before JSON where it names that too. */
  private static boolean wantsPng(String accept) {
    int png = accept.indexOf(PNG);
    int json = accept.indexOf("application/json");
    return png >= 0 && (json < 0 || png < json);
  }
}
