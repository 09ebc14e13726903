package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.rollout.RolloutState.Phase;
import io.salver.routing.Slots;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutControlTest {

  private final InMemoryRolloutStore store = new InMemoryRolloutStore();
  private final RolloutDirectory directory = new RolloutDirectory(store);
  private final RolloutControl control =
      new RolloutControl(store, store, directory, RolloutObserver.NONE, () -> Rollouts.START);

  @Test
  void whatIsDeclaredDividesTraffic() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    assertThat(directory.of(new Target.Model("adult"))).isPresent();
    assertThat(directory.of(new Target.Model("other"))).isEmpty();
    assertThat(store.events("r", 10))
        .singleElement()
        .satisfies(event -> assertThat(event.kind() + " " + event.actor()).isEqualTo("begin ann"));
  }

  @Test
  void whatIsDeclaredAgainGoesOnWhereItStands() {
    Rollout begun = control.declare(Rollouts.canary("r", "adult"), "ann");
    control.decided(begun, new Decision.Advance(1, "good"), List.of());
    Rollout again = control.declare(Rollouts.canary("r", "adult"), "file");
    assertThat(again.state().step()).isEqualTo(1);
    assertThat(again.revision()).isEqualTo(2);
  }

  @Test
  void whatIsDeclaredOtherwiseBeginsAnewWithItsKeysInPlace() {
    Rollout begun = control.declare(Rollouts.canary("r", "adult"), "ann");
    control.decided(begun, new Decision.Advance(1, "good"), List.of());
    store.report(
        "r", "replica", new ArmsReport(Rollouts.START, Map.of("canary", ArmStatistics.NONE), 1));
    Map<String, Object> other = Rollouts.form("adult");
    other.put("key", "user");
    Rollout changed = control.declare(Rollouts.declared("r", other), "ann");
    assertThat(changed.revision()).isEqualTo(3);
    assertThat(changed.state().step()).isEqualTo(0);
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      assertThat(changed.split().slots().arm(slot)).isEqualTo(begun.split().slots().arm(slot));
    }
    assertThat(store.seen("r", Rollouts.START).arms()).isEmpty();
  }

  @Test
  void twoRolloutsDivideDifferentTraffic() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    assertThatThrownBy(() -> control.declare(Rollouts.canary("s", "adult"), "ann"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("rollout 'r' divides the traffic of Model[name=adult] already");
    control.declare(layered("t", "one", 0, 50), "ann");
    assertThatThrownBy(() -> control.declare(layered("u", "two", 49, 60), "ann"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("experiments of a layer must not overlap");
    control.declare(layered("u", "two", 50, 60), "ann");
  }

  @Test
  void operatorWeighsPausesResumesPromotesAndRollsBack() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    Rollout weighed = control.weigh("r", Map.of("control", 7_000, "canary", 3_000), "ann", "");
    assertThat(weighed.phase()).isEqualTo(Phase.PAUSED);
    assertThat(control.resume("r", "ann", "").split().slots().weights())
        .isEqualTo(Map.of("control", 9_500, "canary", 500));
    assertThat(control.pause("r", "ann", "lunch").isJudged()).isFalse();
    assertThat(control.promote("r", "ann", "").split().slots().weights())
        .isEqualTo(Map.of("canary", 10_000));
    assertThat(control.rollBack("r", "bob", "it broke").split().slots().weights())
        .isEqualTo(Map.of("control", 10_000));
    assertThat(store.events("r", 10))
        .extracting(RolloutEvent::kind)
        .containsExactly("roll-back", "promote", "pause", "resume", "weigh", "begin");
    control.remove("r", "bob", "over");
    assertThat(directory.all()).isEmpty();
    assertThat(store.events("r", 1).getFirst().kind()).isEqualTo("remove");
  }

  @Test
  void ordersThatCannotBeFollowedAreRefused() {
    control.declare(Rollouts.canary("r", "adult"), "ann");
    assertThatThrownBy(() -> control.weigh("r", Map.of("canry", 10_000), "ann", ""))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("has no arm 'canry'");
    assertThatThrownBy(() -> control.weigh("r", Map.of("canary", 10), "ann", ""))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("sum to 10000");
    assertThatThrownBy(() -> control.pause("s", "ann", ""))
        .isInstanceOf(NotFound.class)
        .hasMessage("there is no rollout 's'; there are [r]");
  }

  @Test
  void whatAFileDeclaresItAloneDeclaresOtherwise() {
    Rollout adopted =
        control
            .declare(Rollouts.canary("r", "adult"), "ann")
            .after(new Decision.Wait(""), Rollouts.START);
    control.decided(adopted, new Decision.Advance(1, "good"), List.of());
    control.declare(Rollouts.canary("r", "adult").declaredBy("r.yaml"), "file r.yaml");
    assertThat(control.require("r").state().step()).isEqualTo(1);
    assertThat(store.events("r", 1).getFirst().kind()).isEqualTo("adopt");
    assertThatThrownBy(() -> control.declare(Rollouts.canary("r", "adult"), "ann"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("rollout 'r' is declared by the file r.yaml; change or delete that");
    assertThatThrownBy(() -> control.remove("r", "ann", ""))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("r.yaml");
    control.pause("r", "ann", "");
    control.removeDeclared("r", "r.yaml", "file r.yaml");
    assertThat(control.all()).isEmpty();
  }

  @Test
  void weightsThatSomebodySetDoNotChangeWhatWasDeclared() {
    Map<String, Object> form = Rollouts.form("adult");
    form.remove("canary");
    form.put("weights", Map.of("control", 90, "canary", 10));
    control.declare(Rollouts.declared("r", form), "ann");
    control.weigh("r", Map.of("control", 5_000, "canary", 5_000), "bob", "more");
    Rollout again = control.declare(Rollouts.declared("r", form), "ann");
    assertThat(again.split().slots().weights().get("canary")).isEqualTo(5_000);
    assertThat(again.revision()).isEqualTo(2);
  }

  /** Of two replicas that decide at once, one has decided. */
  @Test
  void decisionOnAnOldRevisionIsNoDecision() {
    Rollout begun = control.declare(Rollouts.canary("r", "adult"), "ann");
    control.decided(begun, new Decision.Advance(1, "good"), List.of());
    control.decided(begun, new Decision.RollBack("bad"), List.of());
    assertThat(control.require("r").phase()).isEqualTo(Phase.RUNNING);
    assertThat(store.events("r", 10)).hasSize(2);
  }

  private static RolloutSpec layered(String name, String model, int from, int until) {
    Map<String, Object> form = Rollouts.form(model);
    form.put("layer", Map.of("name", "pages", "from", from, "until", until));
    return Rollouts.declared(name, form);
  }
}
