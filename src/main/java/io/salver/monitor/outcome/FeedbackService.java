package io.salver.monitor.outcome;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.monitor.outcome.Receipt.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes labels. What is accepted is durable when it is said to be.
 *
 * <p>A label may overtake its prediction, which is remembered some moments after it was answered: a
 * label that nobody knows is asked for again until {@code patience} is over, and only then called
 * unknown. At most {@value #MOST_HELD} labels are held so; those beyond are called unknown at once.
 * Thread-safe.
 */
public final class FeedbackService {

  /** Most labels of one call. */
  public static final int MOST = 100_000;

  /** Most labels that wait for their prediction. */
  static final int MOST_HELD = 100_000;

  /** Labels of one transaction. */
  static final int BATCH = 1_000;

  private static final Logger LOG = System.getLogger(FeedbackService.class.getName());
  private static final Duration AGAIN_AFTER = Duration.ofMillis(250);

  private final PredictionStore store;
  private final PredictionMemory memory;
  private final OutcomeObserver observer;
  private final Executor executor;
  private final Delay delay;
  private final InstantSource clock;
  private final Duration patience;
  private final AtomicLong held = new AtomicLong();

  /** Runs a task after a while, on any thread. */
  @FunctionalInterface
  public interface Delay {
    void after(Duration time, Runnable task);
  }

  /**
   * A service.
   *
   * @param executor where the store is asked; refuses what is too much
   * @param patience how long a prediction may be on its way
   */
  public FeedbackService(
      PredictionStore store,
      PredictionMemory memory,
      OutcomeObserver observer,
      Executor executor,
      Delay delay,
      InstantSource clock,
      Duration patience) {
    this.store = store;
    this.memory = memory;
    this.observer = observer;
    this.executor = executor;
    this.delay = delay;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Keeps labels, in order.
   *
   * @return what became of each; fails with {@code NotReady} when the store cannot be asked, of
   *     which some may be kept then and all can be told again, and with {@code Overloaded} when
   *     there is too much to do
   */
  public CompletionStage<List<Receipt>> label(List<Feedback> labels) {
    CompletableFuture<List<Receipt>> answer = new CompletableFuture<>();
    Call call = new Call(labels, answer);
    submit(call, Duration.ZERO);
    return answer;
  }

  private void submit(Call call, Duration waited) {
    try {
      executor.execute(() -> call.run(waited));
    } catch (RejectedExecutionException e) {
      call.end(
          new Overloaded(
              Overloaded.Reason.QUEUE_FULL, AGAIN_AFTER, "too many labels wait for the store"));
    }
  }

  /** Labels on their way. Confined to one thread after the other. */
  private final class Call {

    private final List<Feedback> labels;
    private final CompletableFuture<List<Receipt>> answer;
    private final List<Receipt> receipts = new ArrayList<>();
    private List<Integer> open;
    private long holding;

    Call(List<Feedback> labels, CompletableFuture<List<Receipt>> answer) {
      this.labels = labels;
      this.answer = answer;
      this.open = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        open.add(i);
        receipts.add(new Unknown());
      }
    }

    void run(Duration waited) {
      try {
        if (!waited.isZero()) {
          memory.flush();
        }
        for (int from = 0; from < open.size(); from += BATCH) {
          ask(open.subList(from, Math.min(open.size(), from + BATCH)));
        }
      } catch (BackendFailure e) {
        LOG.log(Level.WARNING, "labels are refused: " + e.explanation(), e);
        end(new NotReady(e.explanation() + "; tell all labels of this request again"));
        return;
      } catch (RuntimeException e) {
        end(e);
        return;
      }
      open = open.stream().filter(i -> receipts.get(i) instanceof Unknown).toList();
      if (open.isEmpty() || waited.compareTo(patience) >= 0 || !hold()) {
        end();
      } else {
        delay.after(AGAIN_AFTER, () -> submit(this, waited.plus(AGAIN_AFTER)));
      }
    }

    private void ask(List<Integer> some) {
      Instant now = clock.instant();
      List<Receipt> said = store.label(some.stream().map(labels::get).toList(), now);
      for (int i = 0; i < some.size(); i++) {
        receipts.set(some.get(i), said.get(i));
      }
    }

    /** Takes places for what is open; whether there are any. */
    private boolean hold() {
      long more = open.size() - holding;
      if (held.addAndGet(more) > MOST_HELD) {
        held.addAndGet(-more);
        return false;
      }
      holding += more;
      return true;
    }

    private void end() {
      held.addAndGet(-holding);
      for (int i = 0; i < receipts.size(); i++) {
        tell(receipts.get(i), labels.get(i).at());
      }
      answer.complete(List.copyOf(receipts));
    }

    private void end(RuntimeException failure) {
      held.addAndGet(-holding);
      answer.completeExceptionally(new CompletionException(failure));
    }
  }

  private void tell(Receipt receipt, Instant at) {
    observer.told(receipt);
    switch (receipt) {
      case Receipt.Accepted(String model, Instant predictedAt) ->
          observer.aged(model, Duration.between(predictedAt, at));
      case Receipt.Corrected _, Receipt.Duplicate _, Unknown _, Receipt.Invalid _ -> {}
    }
  }
}
