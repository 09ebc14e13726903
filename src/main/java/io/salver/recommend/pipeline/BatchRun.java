package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.recommend.BatchProgress;
import io.salver.recommend.BatchSink;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.pipeline.BatchWork.Outcome;
import io.salver.time.StopSignal;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One batch, on two threads: one takes requests and waits when the window is full, the other tells
 * their outcomes in order. So an answer is told while the next request has not come yet, and a slow
 * sink holds the requests back.
 *
 * <p>Whatever ends the batch early is kept in {@code reason}, the first counts; both threads are
 * interrupted then, and the end is told when nothing of the batch is under way any more.
 */
final class BatchRun {

  private final Iterator<? extends Supplier<RecommendationRequest>> requests;
  private final BatchSink sink;
  private final StopSignal stop;
  private final BatchWork work;
  private final BlockingQueue<Optional<CompletableFuture<Outcome>>> window;
  private final AtomicReference<@Nullable Throwable> reason = new AtomicReference<>();
  private final CompletableFuture<BatchProgress> end = new CompletableFuture<>();
  private volatile @Nullable Thread taker;
  private volatile @Nullable Thread teller;

  BatchRun(
      Iterator<? extends Supplier<RecommendationRequest>> requests,
      BatchSink sink,
      StopSignal stop,
      BatchWork work) {
    this.requests = requests;
    this.sink = sink;
    this.stop = stop;
    this.work = work;
    this.window = new ArrayBlockingQueue<>(work.window());
  }

  /** Starts; called once. Completes when nothing of the batch is under way any more. */
  CompletionStage<BatchProgress> start(int number) {
    Thread taking =
        Thread.ofPlatform().daemon().name("batch-taker-" + number).unstarted(this::take);
    Thread telling =
        Thread.ofPlatform().daemon().name("batch-teller-" + number).unstarted(() -> tell(taking));
    taker = taking;
    teller = telling;
    StopSignal.Registration registration =
        stop.onRaise(
            () -> {
              try {
                stop.check();
              } catch (Fault fault) {
                stop(fault);
              }
            });
    taking.start();
    telling.start();
    return end.whenComplete((progress, failure) -> registration.close());
  }

  /** Ends the batch early. */
  void stop(Throwable why) {
    if (reason.compareAndSet(null, why)) {
      interrupt(taker);
      interrupt(teller);
    }
  }

  private static void interrupt(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private boolean isStopped() {
    return reason.get() != null;
  }

  @SuppressWarnings("CatchingUnchecked") // whatever the caller's iterator throws ends the batch
  private void take() {
    try {
      while (!isStopped() && requests.hasNext()) {
        CompletableFuture<Outcome> outcome = work.begin(requests.next(), this::isStopped);
        put(Optional.of(outcome));
      }
      put(Optional.empty());
    } catch (InterruptedException e) {
      stop(new BackendFailure("the batch was interrupted", e));
    } catch (RuntimeException e) {
      stop(e);
    }
  }

  /** Waits for a place; what finds none because the batch ends is waited for. */
  private void put(Optional<CompletableFuture<Outcome>> next) throws InterruptedException {
    try {
      window.put(next);
    } catch (InterruptedException e) {
      next.ifPresent(CompletableFuture::join);
      throw e;
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever the caller's sink throws ends the batch
  private void tell(Thread taking) {
    BatchProgress progress = BatchProgress.START;
    try {
      for (var next = window.take(); next.isPresent(); next = window.take()) {
        if (isStopped()) {
          next.get().join(); // taken, and nobody will be told of it
          break;
        }
        progress = tell(progress, next.get());
      }
    } catch (InterruptedException e) {
      stop(new BackendFailure("the batch was interrupted", e));
    } catch (RuntimeException e) {
      stop(e);
    }
    finish(taking, progress);
  }

  private BatchProgress tell(BatchProgress progress, CompletableFuture<Outcome> outcome)
      throws InterruptedException {
    Outcome became;
    try {
      became = outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // outcomes never complete exceptionally
    } catch (InterruptedException e) {
      outcome.join();
      throw e;
    }
    return switch (became) {
      case Outcome.Made made -> {
        BatchProgress now = progress.plus(made.answer());
        sink.answered(progress.done(), made.answer(), now);
        yield now;
      }
      case Outcome.Failed failed -> {
        BatchProgress now = progress.plusFailure();
        sink.failed(progress.done(), failed.fault(), now);
        yield now;
      }
    };
  }

  /** Waits for what nobody will be told of. */
  private void awaitWindow() {
    for (var left = window.poll(); left != null; left = window.poll()) {
      left.ifPresent(CompletableFuture::join);
    }
  }

  private void finish(Thread taking, BatchProgress progress) {
    boolean interrupted = Thread.interrupted();
    do {
      awaitWindow();
      try {
        taking.join(10);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    } while (taking.isAlive());
    awaitWindow();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable why = reason.get();
    if (why == null) {
      end.complete(progress);
    } else {
      end.completeExceptionally(why);
    }
  }
}
