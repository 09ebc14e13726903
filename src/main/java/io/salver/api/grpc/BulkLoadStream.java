package io.salver.api.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salver.api.Failures;
import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import io.salver.api.catalogue.BulkLoad;
import io.salver.api.catalogue.BulkNews;
import io.salver.api.catalogue.CatalogueMethod;
import io.salver.api.catalogue.CatalogueRequests;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.Change;
import io.salver.time.Ticker;
import io.salver.v1.BulkLoadError;
import io.salver.v1.BulkLoadRequest;
import io.salver.v1.BulkLoadResponse;
import io.salver.v1.CatalogueChange;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of BulkLoad: asks for a message, hands its changes over, and asks for the next one when
 * the load has taken all of them. Confined to {@code turnByTurn}, which callbacks and completions
 * enter from their own threads.
 *
 * <pre>
 *   NEW ── first message ──▶ OPEN ── half-close ──▶ ENDING ── told Done ──▶ CLOSED with OK
 *    └───────────────────────┴───────────────────────┴── a fault, or cancelled ──▶ CLOSED
 * </pre>
 */
final class BulkLoadStream implements StreamObserver<BulkLoadRequest>, BulkLoad.Client {

  private static final String PROTOCOL = "grpc";

  private final ServerCallStreamObserver<BulkLoadResponse> call;
  private final CatalogueService service;
  private final CatalogueRequests catalogues;
  private final CatalogueMessages messages;
  private final ServiceRunner runner;
  private final Ticker ticker;
  private final RequestTimer timer;
  private final io.vertx.core.@Nullable Context eventLoop = Vertx.currentContext();
  private final SynchronizationContext turnByTurn =
      new SynchronizationContext((thread, failure) -> Failures.fault(failure));

  private String recommender = "";
  private @Nullable BulkLoad load;
  private Iterator<CatalogueChange> changes = List.<CatalogueChange>of().iterator();
  private long line;
  private boolean isWaiting = true;
  private boolean isEnding;
  private boolean isClosed;

  BulkLoadStream(
      ServerCallStreamObserver<BulkLoadResponse> call,
      CatalogueService service,
      CatalogueRequests catalogues,
      CatalogueMessages messages,
      ServiceRunner runner,
      Ticker ticker) {
    this.call = call;
    this.service = service;
    this.catalogues = catalogues;
    this.messages = messages;
    this.runner = runner;
    this.ticker = ticker;
    this.timer = TracedCalls.join(new RequestTimer(ticker));
  }

  /** Asks for the first message; called before the method returns that the call is for. */
  void start() {
    call.disableAutoRequest();
    call.setOnCancelHandler(() -> turnByTurn.execute(this::cancelled));
    call.request(1);
  }

  @Override
  public void onNext(BulkLoadRequest message) {
    turnByTurn.execute(() -> guarded(() -> take(message)));
  }

  @Override
  public void onCompleted() {
    turnByTurn.execute(
        () ->
            guarded(
                () -> {
                  isEnding = true;
                  if (load == null && !isClosed) {
                    throw new InvalidInput(
                        "the first message expects the name of the recommender, received none");
                  }
                  read();
                }));
  }

  @Override
  public void onError(Throwable failure) {
    turnByTurn.execute(this::cancelled);
  }

  @Override
  public void room() {
    guarded(this::read);
  }

  @Override
  public boolean keepsUp() {
    return call.isReady();
  }

  @Override
  public void tell(BulkNews news) {
    BulkLoadResponse.Builder message = BulkLoadResponse.newBuilder();
    switch (news) {
      case BulkNews.Progress(BulkNews.Counts counts) ->
          send(message.setProgress(CatalogueAnswers.counts(counts, 0)));
      case BulkNews.Wrong(long number, String text) ->
          send(message.setError(BulkLoadError.newBuilder().setLine(number).setError(text)));
      case BulkNews.Done(BulkNews.Counts counts, long untold) -> {
        send(message.setSummary(CatalogueAnswers.counts(counts, untold)));
        close(Status.OK, Optional.empty());
      }
      case BulkNews.Failed(BulkNews.Counts counts, long untold, Fault fault) -> {
        send(message.setProgress(CatalogueAnswers.counts(counts, untold)));
        close(GrpcStatus.of(fault), Optional.of(fault));
      }
    }
  }

  private void take(BulkLoadRequest message) {
    isWaiting = false;
    if (isClosed) {
      return;
    }
    if (load == null) {
      recommender = CatalogueMessages.recommender(message.getRecommender());
      timer.caller().require(recommender);
      catalogues.requireKnown(recommender);
      load = new BulkLoad(service, recommender, this, this::onEventLoop, this::delay, ticker);
    } else if (!message.getRecommender().isEmpty()
        && !message.getRecommender().equals(recommender)) {
      throw new InvalidInput(
          "recommender expects '"
              + recommender
              + "' as in the first message, received '"
              + message.getRecommender()
              + "'");
    }
    changes = message.getChangesList().iterator();
    read();
  }

  /** Hands changes over until there is no room or no change; then asks for more. */
  private void read() {
    BulkLoad target = load;
    if (target == null) {
      return;
    }
    while (!isClosed && !isWaiting && target.hasRoom()) {
      if (changes.hasNext()) {
        handOver(target, changes.next());
        if (!target.hasRoom()) {
          target.flush();
        }
      } else {
        target.flush();
        isWaiting = true;
        call.request(1);
      }
    }
    if (isEnding && !isClosed && !changes.hasNext()) {
      target.end();
    }
  }

  private void handOver(BulkLoad target, CatalogueChange message) {
    line++;
    Change change;
    try {
      change = messages.change(message);
    } catch (Fault wrong) {
      target.wrong(line, wrong.explanation());
      return;
    }
    target.change(line, change, message.getSerializedSize());
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      Fault fault = Failures.fault(e);
      if (load == null) {
        close(GrpcStatus.of(fault), Optional.of(fault));
      } else {
        load.fail(fault);
      }
    }
  }

  private void cancelled() {
    if (load != null) {
      load.cancel();
    }
    if (!isClosed) {
      Fault fault = new Cancelled("the client cancelled the bulk load");
      isClosed = true;
      observe(GrpcStatus.of(fault), Optional.of(fault));
    }
  }

  private void send(BulkLoadResponse.Builder message) {
    if (!isClosed && !call.isCancelled()) {
      call.onNext(message.build());
    }
  }

  private void close(Status status, Optional<Fault> fault) {
    if (isClosed) {
      return;
    }
    isClosed = true;
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

  private void observe(Status status, Optional<Fault> fault) {
    runner.observe(
        CatalogueMethod.BULK_LOAD.call(recommender, timer),
        PROTOCOL,
        status.getCode().name(),
        fault);
  }

  private void delay(Duration time, Runnable task) {
    CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(task);
  }

  /** Runs {@code task} on the event loop of the call, or where there is none, at once. */
  private void onEventLoop(Runnable task) {
    if (eventLoop == null) {
      turnByTurn.execute(task);
    } else {
      eventLoop.runOnContext(nothing -> turnByTurn.execute(task));
    }
  }
}
