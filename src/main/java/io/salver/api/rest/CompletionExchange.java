package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.api.rest.TaskEndpoint.Content;
import io.salver.api.task.TaskCall;
import io.salver.api.task.TaskContexts;
import io.salver.api.task.TaskReply;
import io.salver.api.task.TaskRunner;
import io.salver.fault.Cancelled;
import io.salver.fault.Overloaded;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.task.TaskContext;
import io.salver.task.generation.Generation;
import io.salver.task.generation.GenerationListener;
import io.salver.task.generation.GenerationRequest;
import io.salver.task.generation.GenerationService;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One request to {@code POST /v1/completions} from its head to the hand-over to the service. Its
 * body is received on the event loop; one of more than {@value #MAX_BYTES_ON_LOOP} bytes, or that
 * is compressed, is read on a thread of the tasks. Used by one thread at a time.
 */
final class CompletionExchange implements BodyReception.Receiver {

  private static final int MAX_BYTES_ON_LOOP = 32 * 1024;

  /** What the tree of a document takes on the heap for each byte of it, at most. */
  private static final int HEAP_BYTES_OF_BYTE = 16;

  private final RoutingContext context;
  private final RequestId id;
  private final BodyHead head;
  private final Services services;
  private final RequestTimer timer;
  private final TensorScope scope;
  private final Context eventLoop;
  private final EventStream events;
  private final StopSignal stop = StopSignal.create();

  /** An exchange that owns {@code scope} until it hands it over or closes it. */
  CompletionExchange(
      RoutingContext context,
      RequestId id,
      BodyHead head,
      Services services,
      RequestTimer timer,
      TensorScope scope) {
    this.context = context;
    this.id = id;
    this.head = head;
    this.services = services;
    this.timer = timer;
    this.scope = scope;
    this.eventLoop = context.vertx().getOrCreateContext();
    this.events = new EventStream(context, eventLoop);
  }

  /**
   * What every exchange needs.
   *
   * @param threads read large bodies
   * @param limit most bytes of a body: as sent, and once inflated
   */
  record Services(
      GenerationService service,
      TaskRunner runner,
      Executor threads,
      InstantSource clock,
      long limit) {}

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
    context.response().exceptionHandler(failure -> lost()).closeHandler(nothing -> lost());
    if (body.remaining() <= MAX_BYTES_ON_LOOP && head.encoding() == BodyEncoding.IDENTITY) {
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

  private void lost() {
    stop.raise(new Cancelled("the connection was closed before the end of the text"));
    events.close();
  }

  private void start(ByteBuffer body) {
    Optional<ModelReference> model = Optional.empty();
    CompletionFields fields;
    TaskContext task;
    timer.begin();
    try {
      fields = CompletionFields.read(JsonBody.parse(bytes(body), "the body"));
      task =
          TaskContexts.of(
              fields.said(), scope, new TaskContexts.Arrival(id, timer, Deadline.none(), stop));
      model = task.model();
    } catch (RuntimeException | OutOfMemoryError e) {
      timer.decoded();
      scope.close();
      refuse(model, e);
      return;
    }
    timer.decoded();
    scope.admit();
    run(fields, task);
  }

  private byte[] bytes(ByteBuffer body) {
    ByteBuffer plain = head.encoding().inflate(body, scope, services.limit(), 0);
    scope.reserve((long) HEAP_BYTES_OF_BYTE * plain.remaining());
    byte[] bytes = new byte[plain.remaining()];
    plain.duplicate().get(bytes);
    return bytes;
  }

  private void run(CompletionFields fields, TaskContext task) {
    CompletionJson json = json(fields);
    if (fields.isStream()) {
      CompletionStream stream =
          new CompletionStream(
              context, eventLoop, events, json, fields.tellsUsage(), task.following());
      run(fields, task, Optional.of(stream), stream);
    } else {
      run(
          fields,
          task,
          Optional.empty(),
          new RestTaskReply<>(
              context,
              eventLoop,
              CompletionRoute.ENDPOINT,
              answer -> Content.json(json.whole(answer)),
              task.following()));
    }
  }

  private void run(
      CompletionFields fields,
      TaskContext task,
      Optional<GenerationListener> listener,
      TaskReply<Generation> reply) {
    GenerationRequest request =
        new GenerationRequest(task, fields.prompts(), fields.settings(), listener);
    services
        .runner()
        .run(new TaskCall<>(task, () -> services.service().generate(request)), timer, reply);
  }

  private CompletionJson json(CompletionFields fields) {
    var told = fields.settings().logProbabilities();
    return new CompletionJson(
        id.text(),
        services.clock().instant().getEpochSecond(),
        told.isPresent() ? Optional.of(told.getAsInt()) : Optional.empty());
  }

  private void refuse(Optional<ModelReference> model, Throwable failure) {
    RestTaskReply<Generation> reply =
        RestTaskReply.refusal(context, eventLoop, CompletionRoute.ENDPOINT);
    services.runner().refuse(model, timer, reply, failure);
  }
}
