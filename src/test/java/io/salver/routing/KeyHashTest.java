package io.salver.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyHashTest {

  private static final int KEYS = 1_000_000;

  /** So that other replicas, other versions of the service and other languages agree. */
  @Test
  void knownKeysFallWhereTheyAlwaysFell() {
    assertThat(KeyHash.slot("ranker", "user-1")).isEqualTo(8737);
    assertThat(KeyHash.slot("ranker", "user-2")).isEqualTo(3676);
    assertThat(KeyHash.slot("ranker", "żółw 🐢")).isEqualTo(4574);
    assertThat(KeyHash.slot("", "")).isEqualTo(1483);
  }

  /** Pearson's statistic over the slots is within five deviations of its mean. */
  @Test
  void keysThatCountUpSpreadEvenly() {
    int[] counts = new int[Slots.COUNT];
    for (int key = 0; key < KEYS; key++) {
      counts[KeyHash.slot("ranker", Integer.toString(key))]++;
    }
    double expected = (double) KEYS / Slots.COUNT;
    double statistic = 0;
    for (int count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    double degrees = Slots.COUNT - 1;
    assertThat(statistic)
        .isBetween(degrees - 5 * Math.sqrt(2 * degrees), degrees + 5 * Math.sqrt(2 * degrees));
  }

  @Test
  void saltsAreIndependent() {
    int both = 0;
    for (int key = 0; key < KEYS; key++) {
      String name = "user-" + key;
      if (KeyHash.slot("one", name) < 1_000 && KeyHash.slot("other", name) < 1_000) {
        both++;
      }
    }
    double expected = KEYS * .01;
    assertThat((double) both)
        .isBetween(expected - 5 * Math.sqrt(expected), expected + 5 * Math.sqrt(expected));
  }
}
