package io.salver.lifecycle;

import io.salver.model.ModelId;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A successor takes over, as the manager has it do, while a thread leases by number and then by
 * name. Each finds a life: 1 the old one, 2 the new one; never none, nor 1 after 2.
 */
@JCStressTest
@Outcome(
    id = {"1, 1", "1, 2", "2, 2"},
    expect = Expect.ACCEPTABLE,
    desc = "found one, and never the old one after the new one")
@Outcome(expect = Expect.FORBIDDEN, desc = "found none, or the old one after the new one")
@State
public class SuccessorStress {

  private static final ModelId ID = new ModelId("m", 1);

  private final NamedVersions<Numbered> versions = new NamedVersions<>("m");
  private final Life<Numbered> old = ready(1);

  public SuccessorStress() {
    versions.publishReady();
  }

  @Actor
  public void replace() {
    ready(2);
    versions.publishReady();
    old.enter(new VersionState.Draining(Instant.EPOCH));
    versions.publishReady();
    old.drain();
  }

  @Actor
  public void lease(II_Result result) {
    result.r1 = versions.lease(1, "stress").map(SuccessorStress::give).orElse(0);
    result.r2 = give(versions.lease("stress"));
  }

  private static int give(Lease<Numbered> lease) {
    try (lease) {
      return lease.servable().number();
    }
  }

  private Life<Numbered> ready(int number) {
    AspiredVersion<Numbered> wish = new AspiredVersion<>("", () -> new Numbered(number));
    Life<Numbered> life =
        new Life<>(ID, number, wish, new VersionState.Ready(Instant.EPOCH), _ -> {});
    life.open(new Numbered(number));
    versions.add(life);
    return life;
  }

  /** Closes nothing. */
  public record Numbered(int number) implements AutoCloseable {
    @Override
    public void close() {}
  }
}
