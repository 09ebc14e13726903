package io.salver.api.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.salver.api.Failures;
import io.salver.api.InferenceRunner;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.serving.Caller;
import io.salver.serving.Following;
import io.salver.serving.RequestId;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of ModelStreamInfer. Its requests run side by side and are answered in their order: an
 * answer that comes early keeps its memory and waits for its turn, and all wait while the client
 * does not read. Each answer asks for one more request, so that never more than {@link
 * ModelStreamInferHandler#MAX_UNDER_WAY} are under way.
 *
 * <pre>
 *   OPEN ── half-close ──▶ CLOSING ── last answer ──▶ closed with OK
 *     └─────────┴── cancelled, or the stream's deadline passed ──▶ GONE: every request under way is
 *                   told to stop; each still ends with its scope closed and one record
 * </pre>
 *
 * Confined to {@code turnByTurn}, which callbacks and completions enter from their own threads.
 */
final class InferStream extends ServerCall.Listener<ModelInferArrival> {

  private enum State {
    OPEN,
    CLOSING,
    GONE
  }

  private final ServerCall<ModelInferArrival, ModelInferAnswer> call;
  private final InferenceRunner runner;
  private final Caller caller;
  private final Context context = Context.current();
  private final io.vertx.core.@Nullable Context eventLoop = Vertx.currentContext();
  private final SynchronizationContext turnByTurn =
      new SynchronizationContext((thread, failure) -> Failures.fault(failure));
  private final Deque<Turn> turns = new ArrayDeque<>();
  private State state = State.OPEN;

  /** A stream of that caller, each of whose requests follows rollouts by itself. */
  InferStream(
      ServerCall<ModelInferArrival, ModelInferAnswer> call, InferenceRunner runner, Caller caller) {
    this.call = call;
    this.runner = runner;
    this.caller = caller;
  }

  /** The place of one request in the stream; {@code answer} is there once it can be answered. */
  private static final class Turn {

    private final ModelInferArrival arrival;
    private @Nullable Runnable answer;

    Turn(ModelInferArrival arrival) {
      this.arrival = arrival;
    }

    void stop(Fault why) {
      if (arrival instanceof ModelInferArrival.Decoded decoded) {
        decoded.call().request().stop().raise(why);
      }
    }
  }

  @Override
  public void onMessage(ModelInferArrival arrival) {
    TracedCalls.join(arrival.timer()).follows(new Following(caller));
    turnByTurn.execute(() -> begin(arrival));
  }

  @Override
  public void onReady() {
    turnByTurn.execute(this::answerInTurn);
  }

  @Override
  public void onHalfClose() {
    turnByTurn.execute(
        () -> {
          if (state == State.OPEN) {
            state = State.CLOSING;
          }
          answerInTurn();
        });
  }

  @Override
  public void onCancel() {
    Fault why = reason();
    turnByTurn.execute(
        () -> {
          state = State.GONE;
          turns.forEach(turn -> turn.stop(why));
          answerInTurn();
        });
  }

  private void begin(ModelInferArrival arrival) {
    Turn turn = new Turn(arrival);
    turns.add(turn);
    if (state == State.GONE) {
      turn.stop(reason());
    }
    switch (arrival) {
      case ModelInferArrival.Decoded decoded ->
          runner.run(
              decoded.call(),
              RequestId.draw(), // the id of the stream would be that of several
              decoded.timer(),
              answer -> onEventLoop(() -> ready(turn, answer)),
              new StreamReply(call, decoded.call().id(), decoded.timer().following()));
      case ModelInferArrival.Undecodable refused ->
          ready(
              turn,
              () ->
                  runner.refuse(
                      refused.model(),
                      refused.timer(),
                      new StreamReply(call, refused.id(), refused.timer().following()),
                      refused.failure()));
    }
  }

  private void ready(Turn turn, Runnable answer) {
    turn.answer = answer;
    answerInTurn();
  }

  private void answerInTurn() {
    while (state == State.GONE || call.isReady()) {
      Turn first = turns.peek();
      if (first == null || first.answer == null) {
        break;
      }
      turns.remove();
      first.answer.run();
      if (state == State.OPEN) {
        call.request(1);
      }
    }
    if (state == State.CLOSING && turns.isEmpty()) {
      state = State.GONE;
      call.close(Status.OK, new Metadata());
    }
  }

  /** Runs {@code task} on the event loop of the call, or where there is none, at once. */
  private void onEventLoop(Runnable task) {
    if (eventLoop == null) {
      turnByTurn.execute(task);
    } else {
      eventLoop.runOnContext(nothing -> turnByTurn.execute(task));
    }
  }

  private Fault reason() {
    return Optional.ofNullable(context.getDeadline()).filter(Deadline::isExpired).isPresent()
        ? new DeadlineExceeded("the deadline of the stream passed")
        : new Cancelled("the client cancelled the stream");
  }
}
