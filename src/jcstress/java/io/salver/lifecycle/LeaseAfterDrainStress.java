package io.salver.lifecycle;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What one thread wrote before a life opened, is seen by whoever leases it; and once a drain has
 * returned, nobody leases. The first figure is what a lease found (0: refused), the second whether
 * a lease succeeded after the drain.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused")
@Outcome(id = "42, 0", expect = Expect.ACCEPTABLE, desc = "leased, and saw what was opened")
@Outcome(expect = Expect.FORBIDDEN, desc = "saw nothing, or leased after the drain")
@State
public class LeaseAfterDrainStress {

  private final LeaseCount count = new LeaseCount();
  private int servable;

  @Actor
  public void live(II_Result result) {
    servable = 42;
    count.open();
    count.drain();
    result.r2 = count.tryAcquire() ? 1 : 0;
  }

  @Actor
  public void lease(II_Result result) {
    result.r1 = count.tryAcquire() ? servable : 0;
  }
}
