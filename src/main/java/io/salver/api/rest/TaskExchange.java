package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.api.task.TaskArguments;
import io.salver.api.task.TaskContexts;
import io.salver.api.task.TaskRunner;
import io.salver.fault.Cancelled;
import io.salver.fault.Overloaded;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskContext;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One typed request from its head to the hand-over to the task. Its body is received on the event
 * loop; a form or JSON of more than {@value #MAX_BYTES_ON_LOOP} bytes and a compressed body are
 * read on a thread of the tasks. Used by one thread at a time.
 *
 * @param <A> what the service answers
 */
final class TaskExchange<A extends TaskAnswer> implements BodyReception.Receiver {

  private static final int MAX_BYTES_ON_LOOP = 32 * 1024;

  private final RoutingContext context;
  private final TaskEndpoint<A> endpoint;
  private final RequestId id;
  private final BodyHead head;
  private final ContentType type;
  private final MultiMap query;
  private final String accept;
  private final Services services;
  private final RequestTimer timer;
  private final TensorScope scope;
  private final Context eventLoop;
  private final StopSignal stop = StopSignal.create();

  /**
   * An exchange that owns {@code scope} until it hands it over or closes it.
   *
   * @throws io.salver.fault.InvalidInput when the query is not well encoded
   */
  TaskExchange(
      RoutingContext context,
      TaskEndpoint<A> endpoint,
      RequestId id,
      BodyHead head,
      Services services,
      RequestTimer timer,
      TensorScope scope) {
    this.context = context;
    this.endpoint = endpoint;
    this.id = id;
    this.head = head;
    this.services = services;
    this.timer = timer;
    this.scope = scope;
    this.type = ContentType.of(field(HttpHeaders.CONTENT_TYPE));
    this.accept = field(HttpHeaders.ACCEPT);
    this.query = QueryParameters.parsed(context);
    this.eventLoop = context.vertx().getOrCreateContext();
  }

  /**
   * What every exchange needs.
   *
   * @param threads read large bodies
   * @param limit most bytes of a body: as sent, and once inflated
   */
  record Services(TaskRunner runner, Executor threads, long limit) {}

  /**
   * Starts to read the body.
   *
   * @throws Overloaded when there is no memory for it; the scope is then still the caller's
   */
  void receive() {
    new BodyReception(context, head, scope, services.limit(), 0, this).receive();
  }

  @Override
  public void complete(ByteBuffer body) {
    context
        .response()
        .closeHandler(
            nothing -> stop.raise(new Cancelled("the connection was closed before the answer")));
    boolean isQuick = type.isFile() || body.remaining() <= MAX_BYTES_ON_LOOP;
    if (isQuick && head.encoding() == BodyEncoding.IDENTITY) {
      start(body);
      return;
    }
    try {
      services.threads().execute(() -> start(body));
    } catch (Overloaded full) {
      scope.close();
      refused(full);
    }
  }

  @Override
  public void refused(Throwable failure) {
    refuse(Optional.empty(), failure);
  }

  private void start(ByteBuffer body) {
    TaskEndpoint.Prepared<A> prepared;
    Optional<ModelReference> model = Optional.empty();
    timer.begin();
    try {
      ByteBuffer plain = head.encoding().inflate(body, scope, services.limit(), 0);
      TaskArguments said = TaskBody.read(endpoint, query, type, plain, scope);
      TaskContext context =
          TaskContexts.of(said, scope, new TaskContexts.Arrival(id, timer, Deadline.none(), stop));
      model = context.model();
      prepared = endpoint.preparation().prepare(said, context, accept);
    } catch (RuntimeException | OutOfMemoryError e) {
      timer.decoded();
      scope.close();
      refuse(model, e);
      return;
    }
    timer.decoded();
    scope.admit();
    services
        .runner()
        .run(
            prepared.call(),
            timer,
            new RestTaskReply<>(
                context, eventLoop, endpoint, prepared.encoder(), timer.following()));
  }

  private void refuse(Optional<ModelReference> model, Throwable failure) {
    RestTaskReply<A> reply = RestTaskReply.refusal(context, eventLoop, endpoint);
    services.runner().refuse(model, timer, reply, failure);
  }

  private String field(CharSequence name) {
    String value = context.request().getHeader(name);
    return value == null ? "" : value;
  }
}
