package io.salver.lifecycle;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread leases and releases, twice over, while another drains. The first reports 2 when one of
 * its releases was the last of the draining life, else 1; the second 2 when it ended the life
 * itself, else 1. Whatever happens, the life ends exactly once.
 */
@JCStressTest
@Outcome(
    id = {"1, 2", "2, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one call ends the life")
@Outcome(expect = Expect.FORBIDDEN, desc = "the life ends never or twice")
@State
public class LeaseCountStress {

  private final LeaseCount count = opened();

  private static LeaseCount opened() {
    LeaseCount count = new LeaseCount();
    count.open();
    return count;
  }

  @Actor
  public void lease(II_Result result) {
    boolean held = count.tryAcquire();
    boolean heldTwice = count.tryAcquire();
    boolean ended = held && count.release();
    ended |= heldTwice && count.release();
    result.r1 = ended ? 2 : 1;
  }

  @Actor
  public void drain(II_Result result) {
    result.r2 = count.drain() ? 2 : 1;
  }
}
