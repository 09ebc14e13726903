package io.salver.traffic;

import io.salver.rollout.ArmCounters;
import io.salver.rollout.InMemoryRolloutStore;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.Rollouts;
import io.salver.serving.Caller;
import io.salver.serving.Route;
import io.salver.serving.TrafficRouting;
import io.salver.time.Ticker;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What routing costs a request: of a model that nobody divides, while others are, and of one with a
 * canary whose key is in a header, from the choice until the answer is counted.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {

  private static final int OTHERS = 20;

  private final TrafficRouting traffic = traffic();
  private long key;

  @Benchmark
  public Optional<Route> undivided() {
    return traffic.route("undivided", Caller.SILENT);
  }

  @Benchmark
  public Optional<Route> canary() {
    String user = Long.toString(key++ & 1023);
    Optional<Route> route =
        traffic.route("divided", name -> Optional.of(user).filter(_ -> name.equals("x-user-id")));
    route.orElseThrow().answered(Optional.empty());
    return route;
  }

  private static TrafficRouting traffic() {
    InMemoryRolloutStore store = new InMemoryRolloutStore();
    RolloutDirectory directory = new RolloutDirectory(store);
    RolloutControl control = new RolloutControl(store, store, directory, () -> Rollouts.START);
    control.declare(Rollouts.canary("divided", "divided"), "ann");
    for (int other = 0; other < OTHERS; other++) {
      control.declare(Rollouts.canary("other-" + other, "model-" + other), "ann");
    }
    return Traffic.ofModels(
        new ArmChooser(
            directory,
            new ArmCounters(),
            ArmObserver.NONE,
            new LabelledArms(),
            Ticker.SYSTEM,
            new SplittableRandom(1)));
  }
}
