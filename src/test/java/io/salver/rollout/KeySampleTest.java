package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.routing.Split;
import io.salver.routing.Subject;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeySampleTest {

  private static final Split SPLIT = Rollouts.canary("r", "adult").begin(Rollouts.START).split();

  @Test
  void keysThatComeOftenCountOnce() {
    KeySample sample = new KeySample();
    for (int user = 0; user < 20_000; user++) {
      for (int time = 0; time < 1 + user % 7; time++) {
        assertThat(sample.add(hash(user), arm(user))).isTrue();
      }
    }
    assertThat(sample.pValue(SPLIT)).isGreaterThan(.001);
  }

  @Test
  void keysThatAnArmLosesAreMissed() {
    KeySample sample = new KeySample();
    for (int user = 0; user < 20_000; user++) {
      if (arm(user).equals("control") || user % 3 > 0) {
        sample.add(hash(user), arm(user));
      }
    }
    assertThat(sample.pValue(SPLIT)).isLessThan(.001);
  }

  @Test
  void alarmsAreRareHoweverOftenOneLooks() {
    int alarms = 0;
    for (int trial = 0; trial < 200; trial++) {
      KeySample sample = new KeySample();
      boolean hasAlarmed = false;
      for (int user = 0; user < 12_000; user++) {
        int other = trial * 100_000 + user;
        sample.add(hash(other), arm(other));
        hasAlarmed |= user % 500 == 499 && sample.pValue(SPLIT) < .001;
      }
      alarms += hasAlarmed ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(2);
  }

  @Test
  void keyThatMeetsAnotherArmIsNoticed() {
    KeySample sample = new KeySample();
    assertThat(sample.add(1, "control")).isTrue();
    assertThat(sample.add(1, "canary")).isFalse();
  }

  private static long hash(int user) {
    return SPLIT.sampleHash("user-" + user);
  }

  private static String arm(int user) {
    return SPLIT
        .choose(new Subject(Optional.of("user-" + user), Map.of(), Optional.empty()), new Random(1))
        .orElseThrow()
        .arm()
        .name();
  }
}
