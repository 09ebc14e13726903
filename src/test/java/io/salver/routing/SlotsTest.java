package io.salver.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private static final List<String> ARMS = List.of("control", "canary", "b", "c");

  @Property(tries = 200, seed = "1")
  void everyArmHasAsManySlotsAsItsWeight(
      @ForAll("weights") Map<String, Integer> first, @ForAll("weights") Map<String, Integer> then) {
    assertThat(Slots.of(first).reweigh(then).weights()).isEqualTo(withoutZeros(then));
  }

  @Property(tries = 200, seed = "1")
  void slotsMoveOnlyFromShrinkingIntoGrowingArmsAndNoMoreThanMust(
      @ForAll("weights") Map<String, Integer> first, @ForAll("weights") Map<String, Integer> then) {
    Slots before = Slots.of(first);
    Slots after = before.reweigh(then);
    int moved = 0;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      String from = before.arm(slot);
      String to = after.arm(slot);
      if (!from.equals(to)) {
        moved++;
        assertThat(weight(then, from)).isLessThan(weight(first, from));
        assertThat(weight(then, to)).isGreaterThan(weight(first, to));
      }
    }
    int growth =
        ARMS.stream().mapToInt(arm -> Math.max(0, weight(then, arm) - weight(first, arm))).sum();
    assertThat(moved).isEqualTo(growth);
  }

  @Property(tries = 200, seed = "1")
  void aStepThatIsTakenBackRestoresTheSlots(
      @ForAll("weights") Map<String, Integer> first, @ForAll("weights") Map<String, Integer> then) {
    Slots before = Slots.of(first);
    Slots back = before.reweigh(then).reweigh(first);
    if (hasTwoArms(first, then)) {
      assertThat(armsOf(back)).isEqualTo(armsOf(before));
    }
  }

  @Property(tries = 100, seed = "1")
  void whatIsKeptIsWhatWas(
      @ForAll("weights") Map<String, Integer> first, @ForAll("weights") Map<String, Integer> then) {
    Slots slots = Slots.of(first).reweigh(then);
    Slots read = Slots.ofRanges(slots.ranges().reversed());
    assertThat(read.ranges()).isEqualTo(slots.ranges());
    assertThat(armsOf(read.reweigh(first))).isEqualTo(armsOf(slots.reweigh(first)));
  }

  @Test
  void raisingTheCanaryStepByStepNeverMovesAKeyOutOfIt() {
    Slots slots = Slots.of(Map.of("control", Slots.COUNT));
    for (int weight : new int[] {100, 500, 1_000, 2_500, 5_000, Slots.COUNT}) {
      Slots next = slots.reweigh(Map.of("canary", weight, "control", Slots.COUNT - weight));
      for (int slot = 0; slot < Slots.COUNT; slot++) {
        if (slots.arm(slot).equals("canary")) {
          assertThat(next.arm(slot)).isEqualTo("canary");
        }
      }
      slots = next;
    }
  }

  @Test
  void weightsThatAreNotTheWholeAreRefused() {
    assertThatThrownBy(() -> Slots.of(Map.of("a", 9_999)))
        .hasMessage("weights must sum to 10000, received a sum of 9999");
    assertThatThrownBy(() -> Slots.of(Map.of("a", 10_001, "b", -1)))
        .hasMessage("weights must not be negative, received -1");
  }

  @Test
  void keptSlotsThatLeaveAGapAreRefused() {
    assertThatThrownBy(
            () ->
                Slots.ofRanges(
                    List.of(
                        new Slots.Range("a", 0, 10, 0), new Slots.Range("b", 11, Slots.COUNT, 0))))
        .hasMessageContaining("where 10 was expected");
    assertThatThrownBy(() -> Slots.ofRanges(List.of(new Slots.Range("a", 0, 10, 0))))
        .hasMessage("slots must end at 10000, not at 10");
  }

  @Provide
  Arbitrary<Map<String, Integer>> weights() {
    return Arbitraries.integers()
        .between(0, Slots.COUNT)
        .list()
        .ofSize(ARMS.size() - 1)
        .map(SlotsTest::divide);
  }

  /** The distances between the cuts of a whole. */
  private static Map<String, Integer> divide(List<Integer> cuts) {
    List<Integer> sorted = cuts.stream().sorted().toList();
    Map<String, Integer> weights = new LinkedHashMap<>();
    int from = 0;
    for (int arm = 0; arm < ARMS.size(); arm++) {
      int until = arm < sorted.size() ? sorted.get(arm) : Slots.COUNT;
      weights.put(ARMS.get(arm), until - from);
      from = until;
    }
    return weights;
  }

  /** Whether one arm gives and one takes: of several, it is open who gets what from whom. */
  private static boolean hasTwoArms(Map<String, Integer> first, Map<String, Integer> then) {
    long growing = ARMS.stream().filter(arm -> weight(then, arm) > weight(first, arm)).count();
    return growing <= 1;
  }

  private static Map<String, Integer> withoutZeros(Map<String, Integer> weights) {
    Map<String, Integer> some = new LinkedHashMap<>(weights);
    some.values().removeIf(weight -> weight == 0);
    return some;
  }

  private static int weight(Map<String, Integer> weights, String arm) {
    return weights.getOrDefault(arm, 0);
  }

  private static List<String> armsOf(Slots slots) {
    return IntStream.range(0, Slots.COUNT).mapToObj(slots::arm).toList();
  }
}
