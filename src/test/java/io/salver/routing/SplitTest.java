package io.salver.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.routing.Choice.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest {

  private static final int KEYS = 1_000_000;

  private final Random chance = new Random(7);

  @Test
  void sharesOfAMillionKeysAreTheWeights() {
    Split split = split(Slots.of(Map.of("canary", 500, "control", 9_500)));
    Map<String, Integer> counts = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      Choice choice = split.choose(key("user-" + key), chance).orElseThrow();
      assertThat(choice.reason()).isEqualTo(Reason.KEY);
      counts.merge(choice.arm().name(), 1, Integer::sum);
    }
    double share = (double) counts.getOrDefault("canary", 0) / KEYS;
    assertThat(share).isCloseTo(.05, within(5 * Math.sqrt(.05 * .95 / KEYS)));
  }

  @Test
  void keyAlwaysGetsTheSameArm() {
    Split split = split(Slots.of(Map.of("canary", 5_000, "control", 5_000)));
    Split replica = split(Slots.ofRanges(split.slots().ranges()));
    for (int key = 0; key < 10_000; key++) {
      assertThat(replica.choose(key("user-" + key), new Random(key)))
          .isEqualTo(split.choose(key("user-" + key), chance));
    }
  }

  @Test
  void withoutAKeyChanceChooses() {
    Split split = split(Slots.of(Map.of("canary", 5_000, "control", 5_000)));
    Subject nobody = new Subject(Optional.empty(), Map.of(), Optional.empty());
    int canary = 0;
    for (int i = 0; i < 10_000; i++) {
      Choice choice = split.choose(nobody, chance).orElseThrow();
      assertThat(choice.reason()).isEqualTo(Reason.CHANCE);
      canary += choice.arm().name().equals("canary") ? 1 : 0;
    }
    assertThat(canary).isBetween(4_750, 5_250);
  }

  @Test
  void testerGetsTheArmThatIsAskedFor() {
    Split split = split(Slots.of(Map.of("control", Slots.COUNT)));
    Subject tester = new Subject(Optional.of("user-1"), Map.of(), Optional.of("canary"));
    Choice choice = split.choose(tester, chance).orElseThrow();
    assertThat(choice.arm()).isEqualTo(new Arm("canary", 2));
    assertThat(choice.reason()).isEqualTo(Reason.OVERRIDE);
    assertThat(choice.isRandomized()).isFalse();
    Subject mistaken = new Subject(Optional.of("user-1"), Map.of(), Optional.of("none"));
    assertThat(split.choose(mistaken, chance)).isEmpty();
  }

  @Test
  void firstRuleThatFitsGoesBeforeTheKey() {
    Rule phones =
        new Rule(Map.of("device", Set.of("phone"), "market", Set.of("pl", "de")), "canary");
    Split split =
        new Split(
            "ranker",
            arms(),
            "control",
            Slots.of(Map.of("control", Slots.COUNT)),
            List.of(phones),
            Optional.empty());
    assertThat(arm(split, Map.of("device", "phone", "market", "de"))).isEqualTo("canary");
    assertThat(arm(split, Map.of("device", "phone", "market", "fr"))).isEqualTo("control");
    assertThat(arm(split, Map.of("device", "phone"))).isEqualTo("control");
  }

  @Test
  void experimentsOfALayerShareNoKey() {
    Split one = inLayer("one", new Layer("ranking", 0, 5_000, 1_000));
    Split other = inLayer("other", new Layer("ranking", 5_000, 8_000, 1_000));
    Map<Reason, Integer> reasons = new HashMap<>();
    for (int key = 0; key < 100_000; key++) {
      Choice first = one.choose(key("user-" + key), chance).orElseThrow();
      Choice second = other.choose(key("user-" + key), chance).orElseThrow();
      assertThat(first.isRandomized() && second.isRandomized()).isFalse();
      assertThat(first.reason() == Reason.HOLDOUT).isEqualTo(second.reason() == Reason.HOLDOUT);
      if (!first.isRandomized()) {
        assertThat(first.arm().name()).isEqualTo("control");
      }
      reasons.merge(first.reason(), 1, Integer::sum);
    }
    assertThat(reasons.get(Reason.HOLDOUT)).isBetween(9_500, 10_500);
    assertThat(reasons.get(Reason.KEY)).isBetween(44_000, 46_000);
  }

  @Test
  void experimentsThatWouldShareKeysAreSeen() {
    Layer first = new Layer("ranking", 0, 5_000, 0);
    assertThat(first.overlaps(new Layer("ranking", 4_999, 6_000, 0))).isTrue();
    assertThat(first.overlaps(new Layer("ranking", 5_000, 6_000, 0))).isFalse();
    assertThat(first.overlaps(new Layer("pages", 0, 5_000, 0))).isFalse();
    assertThatThrownBy(() -> new Layer("ranking", 5, 5, 0))
        .hasMessageContaining("from 0 to 10000 of layer 'ranking', received 5 to 5");
  }

  @Test
  void armThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> split(Slots.of(Map.of("lost", Slots.COUNT))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ranker has no arm 'lost'");
  }

  private String arm(Split split, Map<String, String> attributes) {
    Subject subject = new Subject(Optional.of("user-1"), attributes, Optional.empty());
    return split.choose(subject, chance).orElseThrow().arm().name();
  }

  private static Split inLayer(String name, Layer layer) {
    Slots halves = Slots.of(Map.of("canary", 5_000, "control", 5_000));
    return new Split(name, arms(), "control", halves, List.of(), Optional.of(layer));
  }

  private static Split split(Slots slots) {
    return new Split("ranker", arms(), "control", slots, List.of(), Optional.empty());
  }

  private static List<Arm> arms() {
    return List.of(new Arm("control", 1), new Arm("canary", 2));
  }

  private static Subject key(String key) {
    return new Subject(Optional.of(key), Map.of(), Optional.empty());
  }
}
