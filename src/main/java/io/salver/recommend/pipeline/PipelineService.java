package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.Lease;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationIds;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommendationService;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.SimilarRequest;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Runs recommendations on its own named platform threads behind a bounded queue; both bounds are
 * enforced by the queue itself. A request whose deadline passes in the queue is dropped before any
 * work. Thread-safe.
 *
 * <p>{@link #close()} refuses new requests, lets those under way end and then returns; it does not
 * close the recommenders.
 */
public final class PipelineService implements RecommendationService, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(PipelineService.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

  private final Recommenders recommenders;
  private final RecommendationObserver observer;
  private final RecommendationIds ids;
  private final Ticker ticker;
  private final ThreadPoolExecutor workers;
  private final Reloads reloads;

  /**
   * A service on {@code threads} threads.
   *
   * @param ids names the answers
   * @param queue most requests that wait
   */
  public PipelineService(
      Recommenders recommenders,
      RecommendationObserver observer,
      RecommendationIds ids,
      Ticker ticker,
      int threads,
      int queue) {
    this.recommenders = recommenders;
    this.observer = observer;
    this.ids = ids;
    this.ticker = ticker;
    this.reloads = new Reloads(recommenders::reload);
    AtomicInteger number = new AtomicInteger();
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> new Thread(task, "recommend-" + number.incrementAndGet()));
  }

  @Override
  public CompletionStage<Recommendation> recommend(
      RecommendationRequest request, Deadline deadline) {
    return run(
        request.recommender(),
        request.bundle(),
        deadline,
        (found, call) -> found.recommend(request, call));
  }

  @Override
  public CompletionStage<Recommendation> similar(SimilarRequest request, Deadline deadline) {
    return run(
        request.recommender(),
        request.bundle(),
        deadline,
        (found, call) -> found.similar(request, call));
  }

  /** Answers on the calling thread, as work of a batch. */
  public Recommendation answerBatch(RecommendationRequest request, Deadline deadline) {
    Call call = new Call(ids.next(), deadline, 0, Urgency.BATCH);
    try (Lease<Recommender> lease =
        recommenders.find(request.recommender(), request.bundle(), "batch")) {
      Recommendation made = lease.servable().recommend(request, call);
      tell(made);
      return made;
    }
  }

  @Override
  public List<RecommenderDescription> recommenders() {
    return recommenders.describe();
  }

  @Override
  public RecommenderDescription describe(String name) {
    return recommenders.describe(name);
  }

  @Override
  public CompletionStage<RecommenderDescription> reload(String name) {
    try {
      recommenders.describe(name); // there must be one
    } catch (NotFound unknown) {
      return CompletableFuture.failedFuture(unknown);
    }
    return reloads.start(name);
  }

  @Override
  public void close() {
    reloads.close();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(DRAIN_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private CompletionStage<Recommendation> run(
      Optional<String> name,
      Optional<String> bundle,
      Deadline deadline,
      BiFunction<Recommender, Call, Recommendation> work) {
    CompletableFuture<Recommendation> answer = new CompletableFuture<>();
    long arrival = ticker.nanos();
    try {
      Lease<Recommender> lease = recommenders.find(name, bundle, "recommendation");
      var unused = answer.whenComplete((made, failure) -> lease.close());
      workers.execute(
          () -> answer(call -> work.apply(lease.servable(), call), deadline, arrival, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(refusal());
    } catch (Fault fault) {
      answer.completeExceptionally(fault);
    }
    return answer;
  }

  @SuppressWarnings("CatchingUnchecked") // the caller must hear of whatever went wrong
  private void answer(
      Function<Call, Recommendation> work,
      Deadline deadline,
      long arrival,
      CompletableFuture<Recommendation> answer) {
    try {
      deadline.check("the recommendation started");
      Call call = new Call(ids.next(), deadline, ticker.nanos() - arrival, Urgency.ONLINE);
      Recommendation made = work.apply(call);
      tell(made);
      answer.complete(made);
    } catch (Fault fault) {
      answer.completeExceptionally(fault);
    } catch (RuntimeException e) {
      answer.completeExceptionally(new BackendFailure("the recommendation failed", e));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // an answer must not be lost to whoever watches
  private void tell(Recommendation made) {
    try {
      observer.recommended(made);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The observer of recommendations failed", e);
    }
  }

  private Fault refusal() {
    return workers.isShutdown()
        ? new Overloaded(Overloaded.Reason.SHUTTING_DOWN, RETRY_AFTER, "the service is stopping")
        : new Overloaded(
            Overloaded.Reason.QUEUE_FULL,
            RETRY_AFTER,
            "all " + workers.getQueue().size() + " places of the recommendation queue are taken");
  }
}
