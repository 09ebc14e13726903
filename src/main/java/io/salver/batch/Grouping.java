package io.salver.batch;

import io.salver.model.ModelSpec.Join;
import io.salver.time.Ticker;

/**
 * Decides what goes together and when it is due. Left to itself ({@link Join#AUTO}) it joins what
 * waits anyway while nothing speaks against it, and has a request wait for others only where that
 * is known to pay and others are to be expected in time. Not thread-safe: guarded by the line's
 * lock.
 */
final class Grouping {

  private final BatchPolicy policy;
  private final Joiner joiner;
  private final Ticker ticker;
  private final RunCost cost = new RunCost();
  private final ArrivalGap gap = new ArrivalGap();

  Grouping(BatchPolicy policy, Joiner joiner, Ticker ticker) {
    this.policy = policy;
    this.joiner = joiner;
    this.ticker = ticker;
  }

  /** Takes note of an arrival. */
  void arrived(Work work) {
    gap.arrived(work.arrivalNanos(), policy.maxDelay().toNanos());
  }

  /** Whether others may join a run that begins with {@code first}. */
  boolean grows(Work first) {
    return switch (policy.join()) {
      case Join.NEVER -> false;
      case Join.ALWAYS -> joiner.isJoinable(first.inputs());
      case Join.AUTO ->
          joiner.isJoinable(first.inputs()) && verdict(first) != RunCost.Verdict.DOES_NOT_PAY;
    };
  }

  /** Whether {@code work} can join {@code group}, which grows. */
  boolean admits(Group group, Work work) {
    return group.rows() + work.rows() <= policy.maxRows()
        && joiner.isJoinable(work.inputs())
        && joiner.fit(group.first().inputs(), work.inputs());
  }

  /** Whether nothing more can come into {@code group}. */
  boolean isFull(Group group) {
    return !group.grows() || group.rows() >= policy.maxRows();
  }

  /** How long the run of {@code group} may still wait for others, nanoseconds; 0 when it is due. */
  long waitNanos(Group group) {
    if (isFull(group) || !isWaitWorthwhile(group.first())) {
      return 0;
    }
    Work first = group.first();
    long waited = ticker.nanos() - first.arrivalNanos();
    return Math.min(policy.maxDelay().toNanos() - waited, first.deadline().remainingNanos());
  }

  void learn(long rows, long nanos) {
    cost.learn(rows, nanos);
  }

  private boolean isWaitWorthwhile(Work first) {
    return policy.join() == Join.ALWAYS
        || (gap.isWithin(policy.maxDelay().toNanos()) && verdict(first) == RunCost.Verdict.PAYS);
  }

  private RunCost.Verdict verdict(Work first) {
    return cost.joining(2, 2 * first.rows());
  }
}
