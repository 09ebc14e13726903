package io.salver.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.InvalidInput;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.ArmStatistics;
import io.salver.rollout.InMemoryRolloutStore;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutForm;
import io.salver.rollout.Rollouts;
import io.salver.serving.ArmName;
import io.salver.serving.Caller;
import io.salver.serving.Route;
import io.salver.serving.TrafficRouting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Model {@code adult} has versions 1, the control, and 2, the canary with 5 %. */
final class TrafficTest {

  private static final int KEYS = 1_000_000;

  private final AtomicLong nanos = new AtomicLong();
  private final InMemoryRolloutStore store = new InMemoryRolloutStore();
  private final RolloutDirectory directory = new RolloutDirectory(store);
  private final RolloutControl control =
      new RolloutControl(store, store, directory, () -> Rollouts.START.plusNanos(nanos.get()));
  private final ArmCounters counters = new ArmCounters();
  private final LabelledArms labels = new LabelledArms();
  private final TrafficRouting traffic = traffic(directory);

  @Test
  void
      one_million_keys_fall_as_their_weights_say_and_more_weight_moves_them_only_into_the_canary() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    boolean[] before = canaries(traffic);
    assertThat(share(before)).isCloseTo(.05, within(.001));
    nanos.addAndGet(1_000_000_000);
    control.weigh("r", Map.of("control", 9_000, "canary", 1_000), "ann", "");
    boolean[] after = canaries(traffic);
    assertThat(share(after)).isCloseTo(.10, within(.001));
    int left = 0;
    for (int key = 0; key < KEYS; key++) {
      left += before[key] && !after[key] ? 1 : 0;
    }
    assertThat(left).isZero();
    RolloutDirectory restarted = new RolloutDirectory(afterRestart());
    restarted.refresh();
    assertThat(canaries(traffic(restarted))).isEqualTo(after);
    assertThat(counters.stickyViolations()).isZero();
  }

  @Test
  void requests_without_a_key_fall_by_chance() {
    Map<String, Object> form = Rollouts.form("adult");
    form.put("key", "none");
    control.declare(Rollouts.declared("r", form), "ann");
    int canary = 0;
    for (int request = 0; request < 100_000; request++) {
      canary += route(Map.of()).sides().chosen().arm().arm().equals("canary") ? 1 : 0;
    }
    assertThat(canary / 1e5).isCloseTo(.05, within(.005));
  }

  @Test
  void traffic_that_nobody_divides_has_no_way() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    assertThat(traffic.route("other", Caller.SILENT)).isEmpty();
  }

  @Test
  void a_tester_gets_the_arm_that_is_asked_for_and_is_not_counted() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    for (String wish : List.of("canary", "r/canary", "s/b, r/canary")) {
      if (wish.startsWith("s")) {
        control.declare(Rollouts.canary("s", "other"), "ann");
      }
      Route route = route(Map.of("x-salver-arm", wish));
      assertThat(route.sides().chosen()).isEqualTo(new Route.Side(new ArmName("r", "canary"), 2));
      route.answered(Optional.empty());
      route.failed();
    }
    assertThat(counters.statistics(rollout())).isEmpty();
  }

  @Test
  void an_arm_that_is_not_there_is_refused_with_those_that_are() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    assertThatThrownBy(() -> route(Map.of("x-salver-arm", "kanary")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "x-salver-arm asks for arm 'kanary' of rollout 'r'; its arms are [canary, control]");
    assertThatThrownBy(() -> route(Map.of("x-salver-arm", "q/canary")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("x-salver-arm asks for an arm of rollout 'q'; there are [r]");
  }

  @Test
  void a_rule_looks_at_the_headers_of_its_names() {
    Map<String, Object> form = Rollouts.form("adult");
    form.put(
        "rules", List.of(Map.of("when", Map.of("X-Market", List.of("de", "pl")), "arm", "canary")));
    control.declare(Rollouts.declared("r", form), "ann");
    Route route = route(Map.of("x-market", "pl"));
    assertThat(route.sides().chosen().arm().arm()).isEqualTo("canary");
    route.answered(Optional.empty());
    assertThat(counters.statistics(rollout())).isEmpty();
  }

  @Test
  void what_chance_gave_to_an_arm_is_counted_with_its_time() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    Route route = route(Map.of("x-user-id", "ann"));
    nanos.addAndGet(2_000_000_000L);
    route.answered(Optional.empty());
    route(Map.of("x-user-id", "ann")).failed();
    ArmStatistics seen =
        counters
            .statistics(rollout())
            .getOrDefault(route.sides().chosen().arm().arm(), ArmStatistics.NONE);
    assertThat(seen.requests()).isEqualTo(2);
    assertThat(seen.errors()).isEqualTo(1);
    assertThat(seen.latency().mean()).isCloseTo(Math.log(2), within(1e-9));
  }

  private Route route(Map<String, String> headers) {
    return traffic.route("adult", name -> Optional.ofNullable(headers.get(name))).orElseThrow();
  }

  private Rollout rollout() {
    return directory.all().getFirst();
  }

  /** What another process reads from what this one wrote. */
  private InMemoryRolloutStore afterRestart() {
    InMemoryRolloutStore other = new InMemoryRolloutStore();
    Map<String, Object> form = new LinkedHashMap<>(RolloutForm.write(rollout()));
    form.computeIfPresent(
        "state",
        (_, state) -> {
          Map<Object, Object> first = new LinkedHashMap<>((Map<?, ?>) state);
          first.put("revision", 1); // a new store takes no other
          return first;
        });
    other.write(RolloutForm.read("r", form), store.events("r", 1).getFirst());
    return other;
  }

  private TrafficRouting traffic(RolloutDirectory known) {
    return Traffic.ofModels(
        new ArmChooser(
            known, counters, ArmObserver.NONE, labels, nanos::get, new SplittableRandom(7)));
  }

  private static boolean[] canaries(TrafficRouting traffic) {
    boolean[] canaries = new boolean[KEYS];
    for (int key = 0; key < KEYS; key++) {
      Optional<String> user = Optional.of("user-" + key);
      Caller caller = name -> name.equals("x-user-id") ? user : Optional.empty();
      canaries[key] = traffic.route("adult", caller).orElseThrow().sides().chosen().version() == 2;
    }
    return canaries;
  }

  private static double share(boolean[] canaries) {
    int count = 0;
    for (boolean each : canaries) {
      count += each ? 1 : 0;
    }
    return (double) count / canaries.length;
  }
}
