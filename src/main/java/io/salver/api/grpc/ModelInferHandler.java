package io.salver.api.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.salver.api.InferenceRunner;
import io.salver.api.RequestTimer;
import io.salver.fault.Cancelled;
import io.salver.fault.InvalidInput;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Handles calls of ModelInfer. It is a handler of its own, not a stub, because the tensors of a
 * decoded request must be released also when the call ends before the handler of a stub would have
 * seen it. Thread-safe; a listener is confined to its call.
 */
final class ModelInferHandler implements ServerCallHandler<ModelInferArrival, ModelInferAnswer> {

  private final InferenceRunner runner;
  private final Ticker ticker;

  ModelInferHandler(InferenceRunner runner, Ticker ticker) {
    this.runner = runner;
    this.ticker = ticker;
  }

  @Override
  public ServerCall.Listener<ModelInferArrival> startCall(
      ServerCall<ModelInferArrival, ModelInferAnswer> call, Metadata headers) {
    call.request(2); // one more than a unary call has, so that the second is noticed
    return new Listener(call, RequestIdMetadata.take(headers));
  }

  /** Answers on the event loop of the call, or where there is none, on the thread of the model. */
  private static Executor executor() {
    Context eventLoop = Vertx.currentContext();
    return eventLoop == null
        ? Runnable::run
        : task -> eventLoop.runOnContext(nothing -> task.run());
  }

  private final class Listener extends ServerCall.Listener<ModelInferArrival> {

    private final RequestIdMetadata.Taken id;
    private final GrpcReply reply;
    private @Nullable ModelInferArrival held;
    private StopSignal running = StopSignal.create();
    private boolean ended;

    Listener(ServerCall<ModelInferArrival, ModelInferAnswer> call, RequestIdMetadata.Taken id) {
      this.id = id;
      this.reply = new GrpcReply(call, id);
    }

    @Override
    public void onMessage(ModelInferArrival arrival) {
      if (held == null && !ended) {
        held = arrival;
        return;
      }
      release(arrival);
      refuse("ModelInfer takes one message; use ModelStreamInfer for more");
    }

    @Override
    public void onHalfClose() {
      ModelInferArrival arrival = held;
      held = null;
      if (ended) {
        return;
      }
      switch (arrival) {
        case ModelInferArrival.Decoded decoded -> {
          if (id.isValid()) {
            ended = true;
            running = decoded.call().request().stop();
            decoded.timer().follows(id.following());
            runner.run(
                decoded.call(), id.id(), TracedCalls.join(decoded.timer()), executor(), reply);
          } else {
            release(decoded);
            refuse(id.complaint());
          }
        }
        case ModelInferArrival.Undecodable refused -> {
          ended = true;
          RequestTimer timer = TracedCalls.join(refused.timer());
          runner.refuse(refused.model(), timer, reply, refused.failure());
        }
        case null -> refuse("the call carried no message");
      }
    }

    @Override
    public void onCancel() {
      releaseHeld();
      ended = true;
      running.raise(new Cancelled("the client cancelled the call before the answer"));
    }

    private void refuse(String text) {
      releaseHeld();
      if (!ended) {
        ended = true;
        runner.refuse(
            Optional.empty(),
            TracedCalls.join(new RequestTimer(ticker)),
            reply,
            new InvalidInput(text));
      }
    }

    private void releaseHeld() {
      if (held != null) {
        release(held);
        held = null;
      }
    }

    private static void release(ModelInferArrival arrival) {
      if (arrival instanceof ModelInferArrival.Decoded decoded) {
        decoded.call().request().scope().close();
      }
    }
  }
}
