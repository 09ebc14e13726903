package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.Forbidden;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.fault.RateLimited;
import io.salver.fault.TooLarge;
import io.salver.fault.TooSlow;
import io.salver.fault.Unauthenticated;
import io.salver.fault.Unsupported;
import io.salver.recommend.Degradation.Reason;
import io.salver.recommend.Stage;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Does one stage within its budget and turns whatever keeps it from being done into {@link
 * StageFailed}, as long as the caller still waits. Thread-safe.
 *
 * <p>A batch has no budgets, and a stage that is overloaded fails it, to be tried again.
 */
final class StageGuard {

  private static final System.Logger LOG = System.getLogger(StageGuard.class.getName());

  /** A budget below this says nothing about the stage when it passes. */
  private static final Duration TELLING = Duration.ofMillis(100);

  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Stage stage;
  private final StageBudgets budgets;
  private final StageBreaker breaker;
  private final Throttle warnings;

  StageGuard(Stage stage, StageBudgets budgets, Ticker ticker) {
    this.stage = stage;
    this.budgets = budgets;
    this.breaker = new StageBreaker(ticker);
    this.warnings = new Throttle(QUIET, ticker);
  }

  /**
   * Does {@code work} with the deadline that it is given.
   *
   * @throws StageFailed when it is not done
   * @throws DeadlineExceeded when the caller does not wait any more
   */
  <T> T run(Call call, Function<Call, T> work) {
    call.deadline().check(stage.label());
    if (call.urgency() == Urgency.BATCH) {
      return attempt(call, call, work);
    }
    Optional<Reason> refusal = breaker.refusal();
    if (refusal.isPresent()) {
      throw new StageFailed(stage, refusal.get());
    }
    return attempt(call, call.until(budgets.of(stage, call.deadline())), work);
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it is, there is something simpler to answer
  private <T> T attempt(Call call, Call limited, Function<Call, T> work) {
    Deadline deadline = limited.deadline();
    long budget = deadline.remainingNanos();
    try {
      T done = work.apply(limited);
      breaker.succeeded();
      return done;
    } catch (RuntimeException failure) {
      Reason reason = reason(failure);
      if (reason != Reason.SLOW || isTelling(budget)) {
        breaker.failed(reason);
      }
      call.deadline().check(stage.label());
      boolean comesBack = call.urgency() == Urgency.BATCH && reason == Reason.OVERLOADED;
      if (comesBack || Thread.currentThread().isInterrupted()) {
        throw failure;
      }
      warn(reason, failure);
      throw new StageFailed(stage, reason);
    }
  }

  private boolean isTelling(long budgetNanos) {
    long enough = budgets.configured(stage).orElse(TELLING).toNanos();
    return budgetNanos >= Math.min(enough, TELLING.toNanos()) * 0.99;
  }

  private void warn(Reason reason, RuntimeException failure) {
    Level level = warnings.admits() ? Level.WARNING : Level.DEBUG;
    LOG.log(
        level,
        () -> "Answering without stage " + stage.label() + ", which is " + reason.label(),
        failure);
  }

  private static Reason reason(RuntimeException failure) {
    if (!(failure instanceof Fault fault)) {
      return Reason.FAILED;
    }
    return switch (fault) {
      case DeadlineExceeded slow -> Reason.SLOW;
      case Overloaded full -> Reason.OVERLOADED;
      case NotReady gone -> Reason.GONE;
      case NotFound gone -> Reason.GONE;
      case Cancelled failed -> Reason.FAILED;
      case Unauthenticated failed -> Reason.FAILED;
      case Forbidden failed -> Reason.FAILED;
      case RateLimited failed -> Reason.FAILED;
      case InvalidInput failed -> Reason.FAILED;
      case TooLarge failed -> Reason.FAILED;
      case TooSlow failed -> Reason.FAILED;
      case Unsupported failed -> Reason.FAILED;
      case BackendFailure failed -> Reason.FAILED;
    };
  }
}
