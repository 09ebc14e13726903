package io.salver.api.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salver.api.Failures;
import io.salver.api.RecommendationRunner;
import io.salver.api.RequestTimer;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.recommend.BatchProgress;
import io.salver.recommend.BatchRecommendations;
import io.salver.recommend.BatchSink;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.time.StopSignal;
import io.salver.v1.BatchCounts;
import io.salver.v1.RecommendBatchRequest;
import io.salver.v1.RecommendBatchResponse;
import io.salver.v1.RecommendRequest;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of RecommendBatch. The batch takes requests on its own threads and waits there for
 * messages; it tells of answers there and waits while the client does not read. One message is
 * asked for at a time, when the one before it is used up.
 *
 * <p>Thread-safe: callbacks come from the transport, everything else from the batch.
 */
final class RecommendBatchStream
    implements StreamObserver<RecommendBatchRequest>,
        Iterator<Supplier<RecommendationRequest>>,
        BatchSink {

  private static final String PROTOCOL = "grpc";
  private static final String METHOD = "batch";

  private final ServerCallStreamObserver<RecommendBatchResponse> call;
  private final RecommendationRunner runner;
  private final RequestTimer timer;
  private final StopSignal stop = StopSignal.create();

  /** Messages that came; an empty list is the end. */
  private final LinkedBlockingQueue<List<RecommendRequest>> messages = new LinkedBlockingQueue<>();

  /** Has a place when the client may have begun to read again. */
  private final Semaphore mayBeReady = new Semaphore(0);

  private final AtomicBoolean isEnded = new AtomicBoolean();

  /** Confined to the thread of the batch that asks for requests. */
  private Iterator<RecommendRequest> current = List.<RecommendRequest>of().iterator();

  /** Confined to the thread of the batch that asks for requests. */
  private boolean isLast;

  RecommendBatchStream(
      ServerCallStreamObserver<RecommendBatchResponse> call,
      RecommendationRunner runner,
      RequestTimer timer) {
    this.call = call;
    this.runner = runner;
    this.timer = timer;
  }

  /** Starts the batch; called before the method returns that the call is for. */
  void start(BatchRecommendations batches) {
    call.disableAutoRequest();
    call.setOnReadyHandler(mayBeReady::release);
    call.setOnCancelHandler(this::cancelled);
    var unused = batches.recommendAll(this, this, stop).whenComplete(this::end);
  }

  @Override
  public void onNext(RecommendBatchRequest message) {
    if (message.getRequestsCount() == 0) {
      call.request(1);
    } else {
      messages.add(message.getRequestsList());
    }
  }

  @Override
  public void onCompleted() {
    messages.add(List.of());
  }

  @Override
  public void onError(Throwable failure) {
    cancelled();
  }

  @Override
  public boolean hasNext() {
    if (!current.hasNext() && !isLast) {
      stop.check();
      call.request(1);
      try {
        current = messages.take().iterator();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Cancelled("the batch was interrupted");
      }
      stop.check();
      isLast = !current.hasNext();
    }
    return current.hasNext();
  }

  @Override
  public Supplier<RecommendationRequest> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RecommendRequest message = current.next();
    return timer
        .caller()
        .requiring(
            () -> RecommendationMessages.request(message), RecommendationRequest::recommender);
  }

  @Override
  public void answered(long index, Recommendation answer, BatchProgress progress) {
    send(
        RecommendBatchResponse.newBuilder()
            .setIndex(index)
            .setRecommendation(RecommendationAnswers.encode(answer))
            .setProgress(counts(progress))
            .build());
  }

  @Override
  public void failed(long index, Fault fault, BatchProgress progress) {
    send(
        RecommendBatchResponse.newBuilder()
            .setIndex(index)
            .setError(fault.explanation())
            .setProgress(counts(progress))
            .build());
  }

  private void send(RecommendBatchResponse message) {
    stop.check();
    while (!call.isReady()) {
      try {
        mayBeReady.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Cancelled("the batch was interrupted");
      }
      stop.check();
    }
    call.onNext(message);
  }

  private void end(@Nullable BatchProgress progress, @Nullable Throwable failure) {
    if (!isEnded.compareAndSet(false, true)) {
      return;
    }
    Optional<Fault> fault =
        progress != null
            ? Optional.empty()
            : Optional.of(
                Failures.fault(
                    failure == null ? new IllegalStateException("no progress") : failure));
    Status status = fault.map(GrpcStatus::of).orElse(Status.OK);
    observe(status, fault);
    try {
      if (status.isOk()) {
        call.onCompleted();
      } else {
        call.onError(status.asRuntimeException());
      }
    } catch (StatusRuntimeException | IllegalStateException e) {
      // cancelled meanwhile: there is nobody to tell
    }
  }

  private void cancelled() {
    Fault gone = new Cancelled("the client cancelled the batch");
    stop.raise(gone);
    mayBeReady.release();
    messages.add(List.of());
    if (isEnded.compareAndSet(false, true)) {
      observe(GrpcStatus.of(gone), Optional.of(gone));
    }
  }

  private void observe(Status status, Optional<Fault> fault) {
    runner.ended(Optional.empty(), timer, PROTOCOL, METHOD, status.getCode().name(), fault);
  }

  private static BatchCounts counts(BatchProgress progress) {
    return BatchCounts.newBuilder()
        .setAnswered(progress.answered())
        .setDegraded(progress.degraded())
        .setFailed(progress.failed())
        .build();
  }
}
