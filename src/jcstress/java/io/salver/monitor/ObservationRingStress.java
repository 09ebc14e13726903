package io.salver.monitor;

import io.salver.model.ModelId;
import java.time.Instant;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads put one observation each into a ring of one place while a third takes. Whatever
 * happens: what was accepted, 1 or 2, is what was taken then and afterwards.
 */
@JCStressTest
@Outcome(
    id = {"1, 1", "2, 2"},
    expect = Expect.ACCEPTABLE,
    desc = "taken is what was accepted")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, or taken twice")
@State
public class ObservationRingStress {

  private final ObservationRing ring = new ObservationRing(1);
  private boolean first;
  private boolean second;
  private int taken;

  private static Observation observation(int index) {
    return new Observation(
        new ModelId("m", 1),
        new PredictionId("r", index),
        Instant.EPOCH,
        Sample.builder().build(),
        Optional.empty());
  }

  @Actor
  public void one() {
    first = ring.offer(observation(0));
  }

  @Actor
  public void other() {
    second = ring.offer(observation(1));
  }

  @Actor
  public void take() {
    taken += ring.poll().isPresent() ? 1 : 0;
    taken += ring.poll().isPresent() ? 1 : 0;
  }

  @Arbiter
  public void rest(II_Result result) {
    taken += ring.poll().isPresent() ? 1 : 0;
    taken += ring.poll().isPresent() ? 1 : 0;
    result.r1 = (first ? 1 : 0) + (second ? 1 : 0);
    result.r2 = taken;
  }
}
