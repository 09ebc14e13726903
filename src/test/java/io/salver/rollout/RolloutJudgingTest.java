package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.rollout.RolloutState.Phase;
import io.salver.routing.Slots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two replicas with one store; what each sees alone would not suffice. */
class RolloutJudgingTest {

  private final InMemoryRolloutStore store = new InMemoryRolloutStore();
  private final Random random = new Random(5);
  private Instant now = Rollouts.START;
  private final Replica first = new Replica("first");
  private final Replica second = new Replica("second");

  /** What runs in one process. */
  private final class Replica {

    private final RolloutDirectory directory = new RolloutDirectory(store);
    private final RolloutControl control =
        new RolloutControl(store, store, directory, RolloutObserver.NONE, () -> now);
    private final ArmCounters counters = new ArmCounters();
    private final RolloutJudging judging;

    Replica(String name) {
      judging =
          new RolloutJudging(
              directory, control, counters, store, name, RolloutObserver.NONE, () -> now);
    }

    void serve(int requests, double slower, double moreErrors) {
      Rollout rollout = directory.of(new Target.Model("adult")).orElseThrow();
      for (int i = 0; i < requests; i++) {
        answer(rollout, "control", 1, .01);
        answer(rollout, "canary", slower, .01 + moreErrors);
      }
    }

    private void answer(Rollout rollout, String arm, double slower, double errors) {
      if (random.nextDouble() < errors) {
        counters.failed(rollout, arm);
      } else {
        counters.answered(rollout, arm, slower * Math.exp(.3 * random.nextGaussian()));
      }
    }
  }

  @Test
  void goodVersionIsPromotedStepByStep() {
    first.control.declare(Rollouts.canary("r", "adult"), "ann");
    for (int minute = 0; minute < 60; minute++) {
      serve(1, 0);
      now = now.plus(Duration.ofMinutes(1));
    }
    assertThat(first.control.require("r").phase()).isEqualTo(Phase.PROMOTED);
    assertThat(store.events("r", 10))
        .extracting(RolloutEvent::kind)
        .containsExactly("promote", "advance", "advance", "begin");
    assertThat(store.events("r", 1).getFirst().findings()).hasSize(2);
  }

  @Test
  void badVersionIsRolledBackAndTheLogSaysWhy() {
    first.control.declare(Rollouts.canary("r", "adult"), "ann");
    for (int minute = 0; minute < 10; minute++) {
      serve(1, .05);
      now = now.plus(Duration.ofMinutes(1));
    }
    assertThat(second.control.require("r").phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(store.events("r", 1).getFirst().reason())
        .startsWith("worse than the control: errors by ");
  }

  @Test
  void pausedRolloutIsNotJudged() {
    first.control.declare(Rollouts.canary("r", "adult"), "ann");
    first.control.pause("r", "ann", "");
    serve(1, .5);
    assertThat(first.control.require("r").phase()).isEqualTo(Phase.PAUSED);
  }

  @Test
  void whatWasSeenOfAnEarlierLifeIsNotCounted() {
    first.control.declare(Rollouts.canary("r", "adult"), "ann");
    serve(1, .5);
    assertThat(first.control.require("r").phase()).isEqualTo(Phase.ROLLED_BACK);
    now = now.plusSeconds(1);
    first.control.remove("r", "ann", "");
    first.control.declare(Rollouts.canary("r", "adult"), "ann");
    serve(1, 0);
    assertThat(first.control.require("r").phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void armsWithoutTheirSharesOfKeysAreHeldWhateverElseIsKnown() {
    first.control.declare(Rollouts.canary("r", "adult"), "ann");
    first.directory.refresh();
    Rollout rollout = first.directory.all().getFirst();
    for (int user = 0; user < 5_000; user++) {
      String arm = rollout.split().slots().arm(user * 2);
      if (arm.equals("control") || user % 2 == 0) {
        first.counters.assigned(rollout, arm, Optional.of("user-" + user));
      }
    }
    now = now.plus(Duration.ofMinutes(11));
    first.judging.look();
    assertThat(first.control.require("r").phase()).isEqualTo(Phase.HELD);
    assertThat(store.events("r", 1).getFirst().reason())
        .startsWith("the arms do not have the shares of keys that they should");
  }

  @Test
  void banditGivesTheBetterArmMoreAndEveryReplicaWouldHaveDoneTheSame() {
    Map<String, Object> form = Rollouts.form("adult");
    form.remove("canary");
    form.put("weights", Map.of("control", 50, "canary", 50));
    form.put("bandit", Map.of("reward", "clicks", "every", "1h", "floor", 10, "least", 50));
    first.control.declare(Rollouts.declared("r", form), "ann");
    for (int hour = 0; hour < 6; hour++) {
      first.directory.refresh();
      Rollout rollout = first.directory.all().getFirst();
      for (int i = 0; i < 200; i++) {
        first.counters.outcome(rollout, "control", "clicks", random.nextDouble() < .1 ? 1 : 0);
        first.counters.outcome(rollout, "canary", "clicks", random.nextDouble() < .2 ? 1 : 0);
        first.counters.outcome(rollout, "canary", "unwanted", 1);
      }
      now = now.plus(Duration.ofMinutes(61));
      ArmsReport seen = first.counters.report(rollout);
      Decision decision = RolloutJudging.decide(rollout, seen, now);
      assertThat(RolloutJudging.decide(rollout, seen, now)).isEqualTo(decision);
      first.judging.look();
      second.judging.look();
    }
    Rollout learnt = first.control.require("r");
    assertThat(learnt.phase()).isEqualTo(Phase.RUNNING);
    assertThat(learnt.split().slots().weights())
        .satisfies(weights -> assertThat(weights.get("canary")).isBetween(8_800, 9_000));
    assertThat(store.events("r", 10))
        .extracting(RolloutEvent::kind)
        .startsWith("reweigh")
        .endsWith("begin");
    assertThat(store.events("r", 1).getFirst().reason()).startsWith("clicks: c");
    assertThat(store.seen("r", learnt.began()).of("canary").outcomes()).containsOnlyKeys("clicks");
  }

  @ParameterizedTest
  @CsvSource({"control, ROLLED_BACK", "canary, PROMOTED"})
  void banditThatHasLearntEnoughSettles(String better, Phase phase) {
    Map<String, Object> form = Rollouts.form("adult");
    form.remove("canary");
    form.put("weights", Map.of("control", 50, "canary", 50));
    form.put("bandit", Map.of("reward", "clicks", "settle", 1));
    first.control.declare(Rollouts.declared("r", form), "ann");
    first.directory.refresh();
    Rollout rollout = first.directory.all().getFirst();
    for (int i = 0; i < 2_000; i++) {
      for (String arm : List.of("control", "canary")) {
        double rate = arm.equals(better) ? .3 : .2;
        first.counters.outcome(rollout, arm, "clicks", random.nextDouble() < rate ? 1 : 0);
      }
    }
    now = now.plus(Duration.ofMinutes(61));
    first.judging.look();
    second.judging.look();
    Rollout settled = first.control.require("r");
    assertThat(settled.phase()).isEqualTo(phase);
    assertThat(settled.split().slots().weights()).isEqualTo(Map.of(better, Slots.COUNT));
    RolloutEvent event = store.events("r", 1).getFirst();
    assertThat(event.kind()).isEqualTo("settle");
    assertThat(event.reason()).startsWith("no other arm has more than 0.0 % over it; clicks: ");
    now = now.plus(Duration.ofMinutes(61));
    first.judging.look();
    assertThat(first.control.require("r").revision()).isEqualTo(settled.revision());
  }

  @Test
  void banditWaitsForOutcomesOfEachArm() {
    Map<String, Object> form = Rollouts.form("adult");
    form.remove("canary");
    form.put("bandit", Map.of("reward", "clicks"));
    first.control.declare(Rollouts.declared("r", form), "ann");
    now = now.plus(Duration.ofHours(2));
    first.judging.look();
    assertThat(first.control.require("r").revision()).isEqualTo(1);
    assertThat(first.control.weigh("r", Map.of("canary", 10_000), "ann", "").phase())
        .isEqualTo(Phase.PAUSED);
  }

  private void serve(double slower, double moreErrors) {
    first.directory.refresh();
    second.directory.refresh();
    first.serve(400, slower, moreErrors);
    second.serve(400, slower, moreErrors);
    first.judging.look();
    second.judging.look();
  }
}
