package io.salver.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.outcome.Parcel;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.InMemoryRolloutStore;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.Rollouts;
import io.salver.serving.RequestId;
import io.salver.serving.Route;
import io.salver.testkit.InMemoryHandOver;
import io.salver.testkit.InMemoryPredictions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class OpenArmsTest {

  private final InMemoryRolloutStore store = new InMemoryRolloutStore();
  private final RolloutDirectory directory = new RolloutDirectory(store);
  private final InMemoryHandOver handOver = new InMemoryHandOver();
  private Instant now = Rollouts.START;
  private final RolloutControl control = new RolloutControl(store, store, directory, () -> now);
  private final ArmCounters counters = new ArmCounters();
  private final LabelledArms labels = new LabelledArms();
  private final OpenArms leaver = open(labels);
  private final LabelledArms others = new LabelledArms();
  private final OpenArms adopter = open(others);

  OpenArmsTest() {
    declare("accuracy");
  }

  @Test
  void answers_are_adopted_in_parcels_with_their_arms() {
    int answers = OpenArms.PARCEL + 1;
    Route first = answered("request-0");
    for (int i = 1; i < answers; i++) {
      Route _ = answered("request-" + i);
    }
    assertThat(leaver.leave()).isEqualTo(answers);
    assertThat(handOver.parcels()).hasSize(2);
    assertThat(adopter.adopt()).isEqualTo(answers);
    AnsweringArm adopted = others.arm("request-0").orElseThrow();
    assertThat(adopted.name()).isEqualTo(((ChosenArm) first).name());
    assertThat(others.giveUp().firstEntry().getKey()).isEqualTo("request-0");
    assertThat(leaver.leave()).isZero();
  }

  @Test
  void those_that_no_label_counts_for_are_not_left() {
    declare("prediction");
    Route _ = answered("request");
    assertThat(labels.arm("request")).isPresent();
    assertThat(leaver.leave()).isZero();
    assertThat(handOver.parcels()).isEmpty();
  }

  @Test
  void after_its_rollout_has_begun_anew_or_ended_nothing_counts_for_an_arm() {
    Route way = answered("request");
    leaver.leave();
    assertThat(adopter.adopt()).isEqualTo(1);
    AnsweringArm adopted = others.arm("request").orElseThrow();
    adopted.known("accuracy", 1);
    now = now.plusSeconds(1);
    declare("accuracy", .02);
    adopted.known("accuracy", 1);
    String arm = way.sides().chosen().arm().arm();
    assertThat(counters.statistics(directory.all().getFirst())).doesNotContainKey(arm);
    control.remove("r", "ann", "");
    adopted.known("accuracy", 1);
    assertThat(directory.all()).isEmpty();
  }

  @Test
  void what_cannot_be_read_is_left_out() {
    Route _ = answered("request");
    handOver.leave(
        List.of(
            new Parcel(Parcel.Kind.ARMS, "", OpenArms.FORM, Instant.MAX, new byte[] {1, 99}),
            new Parcel(Parcel.Kind.ARMS, "", OpenArms.FORM + 1, Instant.MAX, new byte[0])));
    leaver.leave();
    assertThat(adopter.adopt()).isEqualTo(1);
    assertThat(handOver.parcels()).extracting(Parcel::form).containsExactly(OpenArms.FORM + 1);
  }

  @Test
  void an_adopter_that_is_full_keeps_its_own() {
    Route _ = answered("old");
    Route _ = answered("next");
    leaver.leave();
    AnsweringArm own = (AnsweringArm) answered("own");
    for (int i = 1; i < LabelledArms.CAPACITY; i++) {
      others.answered("own-" + i, (ChosenArm) own);
    }
    adopter.adopt();
    assertThat(others.arm("next")).isPresent();
    assertThat(others.arm("old")).isEmpty();
    others.answered("one-more", (ChosenArm) own);
    assertThat(others.arm("next")).isEmpty();
    assertThat(others.arm("own-1")).isPresent();
  }

  private Route answered(String request) {
    ArmChooser chooser =
        new ArmChooser(
            directory, counters, ArmObserver.NONE, labels, () -> 0, new SplittableRandom(7));
    Route route =
        Traffic.ofModels(chooser)
            .route("adult", header -> Optional.of("ann").filter(_ -> header.equals("x-user-id")))
            .orElseThrow();
    route.answered(Optional.of(new RequestId(request)));
    return route;
  }

  private OpenArms open(LabelledArms arms) {
    return new OpenArms(
        arms,
        new RememberedArms(directory, counters),
        handOver,
        new InMemoryPredictions(),
        () -> 0,
        () -> now,
        Duration.ofDays(7));
  }

  private void declare(String criterion) {
    declare(criterion, .01);
  }

  private void declare(String criterion, double margin) {
    Map<String, Object> form = Rollouts.form("adult");
    form.put("canary", Map.of("steps", List.of(5), "criteria", Map.of(criterion, margin)));
    control.declare(Rollouts.declared("r", form), "ann");
  }
}
