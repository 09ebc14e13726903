package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.rollout.RolloutState.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredRolloutsTest {

  private final InMemoryRolloutStore store = new InMemoryRolloutStore();
  private final RolloutControl control =
      new RolloutControl(
          store, store, new RolloutDirectory(store), RolloutObserver.NONE, () -> Rollouts.START);
  private final DeclaredRollouts files = new DeclaredRollouts(control);

  @Test
  void filesAreFollowedAndWhatTheyDoNotDeclareIsLeftAlone() {
    control.declare(Rollouts.canary("by-hand", "other"), "ann");
    files.follow(List.of(file("adult", 5)));
    assertThat(control.require("adult").spec().file()).contains("adult.yaml");
    files.follow(List.of());
    assertThat(control.all()).extracting(Rollout::name).containsExactly("by-hand");
    assertThat(store.events("adult", 10))
        .extracting(event -> event.kind() + ", " + event.actor() + ", " + event.reason())
        .containsExactly("remove, file adult.yaml, adult.yaml is gone", "begin, file adult.yaml, ");
  }

  @Test
  void brokenFileKeepsWhatItSaidAndIsNamed() {
    files.follow(List.of(file("adult", 5)));
    files.follow(List.of(new DeclaredFile.Broken("adult.yaml", "it is empty")));
    assertThat(control.all()).hasSize(1);
    assertThat(files.problems()).isEqualTo(Map.of("adult.yaml", "it is empty"));
    files.follow(List.of(file("adult", 10)));
    assertThat(files.problems()).isEmpty();
    assertThat(control.require("adult").revision()).isEqualTo(2);
  }

  @Test
  void fileThatContradictsAnotherRolloutIsTriedAgain() {
    control.declare(Rollouts.canary("by-hand", "adult"), "ann");
    files.follow(List.of(file("adult", 5)));
    assertThat(files.problems().get("adult.yaml")).contains("divides the traffic of");
    control.remove("by-hand", "ann", "");
    files.follow(List.of(file("adult", 5)));
    assertThat(files.problems()).isEmpty();
    assertThat(control.all()).extracting(Rollout::name).containsExactly("adult");
  }

  /** A ConfigMap reaches replicas at different times. */
  @Test
  void replicaWhoseFilesAreOldDoesNotUndoWhatTheNewOnesSay() {
    DeclaredRollouts slow = new DeclaredRollouts(control);
    files.follow(List.of(file("adult", 5)));
    slow.follow(List.of(file("adult", 5)));
    files.follow(List.of(file("adult", 10)));
    slow.follow(List.of(file("adult", 5)));
    assertThat(control.require("adult").split().slots().weights().get("canary")).isEqualTo(1_000);
    slow.follow(List.of(file("adult", 10)));
    assertThat(store.events("adult", 10)).hasSize(2);
    files.follow(List.of());
    slow.follow(List.of(file("adult", 10)));
    assertThat(control.all()).isEmpty();
    slow.follow(List.of());
    assertThat(store.events("adult", 10)).hasSize(3);
  }

  @Test
  void restartGoesOnWhereItWasAndRemovesWhatWentMeanwhile() {
    files.follow(List.of(file("adult", 5), file("wine", 5)));
    control.promote("adult", "ann", "");
    new DeclaredRollouts(control).follow(List.of(file("adult", 5)));
    assertThat(control.all()).extracting(Rollout::name).containsExactly("adult");
    assertThat(control.require("adult").phase()).isEqualTo(Phase.PROMOTED);
  }

  @Test
  void renamedFileIsFollowedAtOnce() {
    files.follow(List.of(file("adult", 5)));
    RolloutSpec same = Rollouts.declared("income", form("adult", 5));
    files.follow(List.of(new DeclaredFile.Whole("income.yaml", same)));
    assertThat(files.problems()).isEmpty();
    assertThat(control.all()).extracting(Rollout::name).containsExactly("income");
  }

  private static DeclaredFile file(String name, int percent) {
    return new DeclaredFile.Whole(name + ".yaml", Rollouts.declared(name, form(name, percent)));
  }

  private static Map<String, Object> form(String model, int percent) {
    Map<String, Object> form = Rollouts.form(model);
    form.put("canary", Map.of("steps", List.of(percent, 50), "criteria", Map.of("errors", .005)));
    return form;
  }
}
