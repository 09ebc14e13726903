package io.salver.api.grpc;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.salver.api.RequestTimer;
import io.salver.api.task.TaskArguments;
import io.salver.api.task.TaskCall;
import io.salver.api.task.TaskContexts;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskRunner;
import io.salver.fault.Cancelled;
import io.salver.fault.InvalidInput;
import io.salver.serving.ModelReference;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskContext;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Handles the calls of one typed method with one request. It is a handler of its own, not a stub,
 * because the memory of a request must be released also when the call ends before the handler of a
 * stub would have seen it. Thread-safe; a listener is confined to its call.
 *
 * @param <Q> the request
 * @param <A> what the service answers
 * @param <M> the answer as a message
 */
final class TaskHandler<Q extends Message, A extends TaskAnswer, M>
    implements ServerCallHandler<TaskArrival<Q>, M> {

  private final TaskMethod method;
  private final Function<Q, TaskArguments> reader;
  private final Preparation<A, M> preparation;
  private final TaskRunner runner;
  private final Ticker ticker;

  /** A handler of messages that say what {@code reader} reads. */
  TaskHandler(
      TaskMethod method,
      Function<Q, TaskArguments> reader,
      Preparation<A, M> preparation,
      TaskRunner runner,
      Ticker ticker) {
    this.method = method;
    this.reader = reader;
    this.preparation = preparation;
    this.runner = runner;
    this.ticker = ticker;
  }

  /** Makes a call of what was said. */
  @FunctionalInterface
  interface Preparation<A extends TaskAnswer, M> {
    Prepared<A, M> prepare(TaskArguments said, TaskContext context);
  }

  /** A call, and how its answer is written. */
  record Prepared<A extends TaskAnswer, M>(TaskCall<A> call, Function<A, M> encoder) {}

  @Override
  public ServerCall.Listener<TaskArrival<Q>> startCall(
      ServerCall<TaskArrival<Q>, M> call, Metadata headers) {
    call.request(2); // one more than a unary call has, so that the second is noticed
    return new Listener(call, RequestIdMetadata.take(headers));
  }

  private final class Listener extends ServerCall.Listener<TaskArrival<Q>> {

    private final ServerCall<TaskArrival<Q>, M> call;
    private final RequestIdMetadata.Taken id;
    private final StopSignal stop = StopSignal.create();
    private @Nullable TaskArrival<Q> held;
    private boolean ended;

    Listener(ServerCall<TaskArrival<Q>, M> call, RequestIdMetadata.Taken id) {
      this.call = call;
      this.id = id;
    }

    @Override
    public void onMessage(TaskArrival<Q> arrival) {
      if (held == null && !ended) {
        held = arrival;
        return;
      }
      release(arrival);
      refuse("the call takes one message, received another");
    }

    @Override
    public void onHalfClose() {
      TaskArrival<Q> arrival = held;
      held = null;
      if (ended) {
        return;
      }
      ended = true;
      switch (arrival) {
        case TaskArrival.Decoded<Q> decoded -> {
          TracedCalls.join(decoded.timer()).follows(id.following());
          start(decoded);
        }
        case TaskArrival.Undecodable<Q> refused ->
            refuse(Optional.empty(), TracedCalls.join(refused.timer()), refused.failure());
        case null ->
            refuse(
                Optional.empty(),
                TracedCalls.join(new RequestTimer(ticker)),
                new InvalidInput("the call carried no message"));
      }
    }

    @Override
    public void onCancel() {
      releaseHeld();
      ended = true;
      stop.raise(new Cancelled("the client cancelled the call before the answer"));
    }

    private void start(TaskArrival.Decoded<Q> decoded) {
      Optional<ModelReference> model = Optional.empty();
      Prepared<A, M> prepared;
      try {
        TaskArguments said = reader.apply(decoded.message());
        TaskContext context =
            TaskContexts.of(
                said,
                decoded.scope(),
                new TaskContexts.Arrival(id.require(), decoded.timer(), decoded.deadline(), stop));
        model = context.model();
        prepared = preparation.prepare(said, context);
      } catch (RuntimeException | OutOfMemoryError e) {
        decoded.scope().close();
        refuse(model, decoded.timer(), e);
        return;
      }
      runner.run(
          prepared.call(),
          decoded.timer(),
          new GrpcTaskReply<>(call, id, method, prepared.encoder()));
    }

    private void refuse(String text) {
      releaseHeld();
      if (!ended) {
        ended = true;
        refuse(
            Optional.empty(), TracedCalls.join(new RequestTimer(ticker)), new InvalidInput(text));
      }
    }

    private void refuse(Optional<ModelReference> model, RequestTimer timer, Throwable failure) {
      runner.refuse(
          model,
          timer,
          new GrpcTaskReply<A, M>(
              call,
              id,
              method,
              answer -> {
                throw new IllegalStateException("a refused call has no answer");
              }),
          failure);
    }

    private void releaseHeld() {
      if (held != null) {
        release(held);
        held = null;
      }
    }

    private static <Q extends Message> void release(TaskArrival<Q> arrival) {
      if (arrival instanceof TaskArrival.Decoded<Q> decoded) {
        decoded.scope().close();
      }
    }
  }
}
