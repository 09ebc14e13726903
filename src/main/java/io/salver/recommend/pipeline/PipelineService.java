package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.Lease;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationIds;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommendationRouting;
import io.salver.recommend.RecommendationService;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.SimilarRequest;
import io.salver.recommend.Stage;
import io.salver.recommend.Strategy;
import io.salver.serving.Caller;
import io.salver.serving.Following;
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
import java.util.function.Supplier;

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

  /** Under which name the user of a request is told to rollouts. */
  private static final String USER = "x-user-id";

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

  private final Recommenders recommenders;
  private final RecommendationRouting routing;
  private final RecommendationObserver observer;
  private final RecommendationIds ids;
  private final Ticker ticker;
  private final ThreadPoolExecutor workers;
  private final Reloads reloads;

  /**
   * A service on {@code threads} threads.
   *
   * @param routing divides what names no bundle
   * @param ids names the answers
   * @param queue most requests that wait
   */
  public PipelineService(
      Recommenders recommenders,
      RecommendationRouting routing,
      RecommendationObserver observer,
      RecommendationIds ids,
      Ticker ticker,
      int threads,
      int queue) {
    this.recommenders = recommenders;
    this.routing = routing;
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
    return recommend(request, deadline, Following.silent());
  }

  @Override
  public CompletionStage<Recommendation> recommend(
      RecommendationRequest request, Deadline deadline, Following following) {
    Parts parts = Parts.of(request, following);
    return run(
        () -> lease(request, parts, "recommendation"),
        parts,
        deadline,
        (found, call) -> found.recommend(request, call));
  }

  @Override
  public CompletionStage<Recommendation> similar(SimilarRequest request, Deadline deadline) {
    return run(
        () -> recommenders.find(request.recommender(), request.bundle(), "recommendation"),
        new Parts(Following.silent(), Following.silent()),
        deadline,
        (found, call) -> found.similar(request, call));
  }

  /**
   * Answers on the calling thread, as work of a batch. It follows rollouts, and is not counted for
   * them: its time is no reader's.
   */
  public Recommendation answerBatch(RecommendationRequest request, Deadline deadline) {
    Parts parts = Parts.of(request, Following.silent());
    try (Lease<Recommender> lease = lease(request, parts, "batch")) {
      Call call = new Call(ids.next(), deadline, 0, Urgency.BATCH, parts.bundle(), parts.ranker());
      Recommendation made = lease.servable().recommend(request, call);
      tell(made);
      return made;
    }
  }

  /** The parts of a request that meet rollouts. */
  private record Parts(Following bundle, Following ranker) {

    /** Whom the request is for is who asks, whatever else is said of that. */
    static Parts of(RecommendationRequest request, Following following) {
      Caller said = following.caller();
      Caller caller =
          request.userId().isEmpty()
              ? said
              : name ->
                  name.equals(USER)
                      ? Optional.of(Long.toString(request.userId().getAsLong()))
                      : said.said(name);
      return new Parts(following.beside(caller), following.beside(caller));
    }
  }

  /** Leases what answers; where the bundle of an arm is gone meanwhile, whoever takes its place. */
  private Lease<Recommender> lease(RecommendationRequest request, Parts parts, String holder) {
    String name = recommenders.named(request.recommender());
    boolean isDivided = request.bundle().isEmpty() && request.strategy() == Strategy.PERSONAL;
    if (!isDivided) {
      return recommenders.find(Optional.of(name), request.bundle(), holder);
    }
    try {
      return recommenders.find(Optional.of(name), bundle(name, parts), holder);
    } catch (NotFound | NotReady gone) {
      return recommenders.find(Optional.of(name), bundle(name, parts), holder);
    }
  }

  private Optional<String> bundle(String name, Parts parts) {
    return parts
        .bundle()
        .follow(name, routing.bundles(), version -> recommenders.standing(name, version))
        .map(String::valueOf);
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
      Supplier<Lease<Recommender>> find,
      Parts parts,
      Deadline deadline,
      BiFunction<Recommender, Call, Recommendation> work) {
    CompletableFuture<Recommendation> answer = new CompletableFuture<>();
    long arrival = ticker.nanos();
    try {
      Lease<Recommender> lease = find.get();
      var unused = answer.whenComplete((made, failure) -> lease.close());
      workers.execute(
          () ->
              answer(call -> work.apply(lease.servable(), call), parts, deadline, arrival, answer));
    } catch (RejectedExecutionException e) {
      fail(parts, refusal(), answer);
    } catch (Fault fault) {
      fail(parts, fault, answer);
    }
    return answer;
  }

  @SuppressWarnings("CatchingUnchecked") // the caller must hear of whatever went wrong
  private void answer(
      Function<Call, Recommendation> work,
      Parts parts,
      Deadline deadline,
      long arrival,
      CompletableFuture<Recommendation> answer) {
    try {
      deadline.check("the recommendation started");
      Call call =
          new Call(
              ids.next(),
              deadline,
              ticker.nanos() - arrival,
              Urgency.ONLINE,
              parts.bundle(),
              parts.ranker());
      Recommendation made = work.apply(call);
      tell(made);
      ended(parts.bundle(), made);
      answer.complete(made);
    } catch (Fault fault) {
      fail(parts, fault, answer);
    } catch (RuntimeException e) {
      fail(parts, new BackendFailure("the recommendation failed", e), answer);
    }
  }

  private static void fail(Parts parts, Fault fault, CompletableFuture<Recommendation> answer) {
    parts.bundle().ended(Optional.of(fault), Optional.empty());
    answer.completeExceptionally(fault);
  }

  /** An answer for which the bundle could not embed or search is a failure of its arm. */
  private static void ended(Following bundle, Recommendation made) {
    if (made.degraded().filter(each -> each.stage() != Stage.RANK).isPresent()) {
      bundle.degraded();
    } else {
      bundle.ended(Optional.empty(), Optional.empty());
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
