package io.salver.api.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.salver.api.RequestTimer;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskReply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.model.ModelId;
import io.salver.task.generation.Generation;
import io.salver.task.generation.GenerationListener;
import io.salver.task.generation.Piece;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers one call that writes. In a stream each piece is a message, and the writer waits while the
 * transport has no room for another. Used by one thread at a time; the transport tells of room and
 * of the end of the call from its own. Guarded by this: {@code room}, {@code gone}.
 *
 * @param <M> the message of an answer
 */
final class GenerationReply<M> implements TaskReply<Generation>, GenerationListener {

  private final ServerCallStreamObserver<M> call;
  private final Function<Piece, M> parts;
  private final Function<Generation, M> end;
  private @Nullable CompletableFuture<Void> room;
  private boolean gone;

  /** A reply whose last message is what {@code end} makes. */
  GenerationReply(
      ServerCallStreamObserver<M> call, Function<Piece, M> parts, Function<Generation, M> end) {
    this.call = call;
    this.parts = parts;
    this.end = end;
  }

  @Override
  public void onBegin(ModelId model) {}

  @Override
  public CompletionStage<Void> onPiece(Piece piece) {
    try {
      call.onNext(parts.apply(piece));
    } catch (StatusRuntimeException | IllegalStateException e) {
      return CompletableFuture.completedFuture(null); // cancelled: the stop signal tells it
    }
    synchronized (this) {
      if (gone || call.isReady()) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> wait = new CompletableFuture<>();
      room = wait;
      return wait;
    }
  }

  /** The transport has room again, or the client is gone. */
  void goOn(boolean isGone) {
    CompletableFuture<Void> waited;
    synchronized (this) {
      gone |= isGone;
      waited = room;
      room = null;
    }
    if (waited != null) {
      waited.complete(null);
    }
  }

  @Override
  public String protocol() {
    return "grpc";
  }

  @Override
  public TaskMethod method() {
    return TaskMethod.COMPLETE;
  }

  @Override
  public String succeed(Generation answer, RequestTimer timer) {
    if (call.isCancelled()) {
      throw new Cancelled("the client cancelled the call before the end of the text");
    }
    M last = end.apply(answer);
    timer.encoded();
    try {
      call.onNext(last);
      call.onCompleted();
    } catch (StatusRuntimeException | IllegalStateException e) {
      throw new Cancelled("the client cancelled the call before the end of the text");
    }
    return Status.Code.OK.name();
  }

  @Override
  public String fail(Fault fault) {
    Status status = GrpcStatus.of(fault);
    try {
      if (!call.isCancelled()) {
        call.onError(status.asRuntimeException());
      }
    } catch (StatusRuntimeException | IllegalStateException e) {
      // closed before, or cancelled meanwhile: there is nobody to tell
    }
    return status.getCode().name();
  }
}
