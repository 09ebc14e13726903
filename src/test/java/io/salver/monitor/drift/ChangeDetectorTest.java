package io.salver.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.monitor.drift.ChangeDetector.Change;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Changes that are planted, and none. */
final class ChangeDetectorTest {

  private static final int STREAMS = 100;
  private static final int LENGTH = 10_000;
  private static final int PLANTED = 5_000;

  @Test
  void adwin_raises_no_alarm_where_nothing_changes() {
    assertThat(alarms(Adwin::new, i -> .2)).as("of a million errors").isLessThanOrEqualTo(3);
  }

  @Test
  void ddm_raises_few_alarms_where_nothing_changes() {
    assertThat(alarms(DriftDetectionMethod::new, i -> .2))
        .as("of a million errors")
        .isBetween(1, 100);
  }

  @Test
  void adwin_finds_a_sudden_change_soon() {
    assertThat(meanDelay(Adwin::new, i -> i < PLANTED ? .2 : .3)).isLessThan(700);
    assertThat(meanDelay(Adwin::new, i -> i < PLANTED ? .2 : .5)).isLessThan(130);
  }

  @Test
  void ddm_finds_a_sudden_change() {
    assertThat(meanDelay(DriftDetectionMethod::new, i -> i < PLANTED ? .2 : .5)).isLessThan(900);
  }

  @Test
  void adwin_finds_a_gradual_change() {
    IntToDoubleFunction rising = i -> .2 + .3 * Math.max(0, i - PLANTED) / (LENGTH - PLANTED);
    assertThat(meanDelay(Adwin::new, rising)).isLessThan(2_500);
  }

  @Test
  void adwin_tells_a_fall_from_a_rise_and_forgets_what_was_before() {
    Adwin detector = new Adwin();
    SplittableRandom random = new SplittableRandom(1);
    Change last = Change.NONE;
    for (int i = 0; i < LENGTH; i++) {
      Change change = detector.add(random.nextDouble() < (i < PLANTED ? .5 : .1) ? 1 : 0);
      last = change == Change.NONE ? last : change;
    }
    assertThat(last).isEqualTo(Change.FELL);
    assertThat(detector.mean()).isCloseTo(.1, within(.03));
    assertThat(detector.count()).isBetween(3_000L, 5_200L);
  }

  @Test
  void ddm_warns_before_it_detects() {
    DriftDetectionMethod detector = new DriftDetectionMethod();
    SplittableRandom random = new SplittableRandom(1);
    boolean warned = false;
    for (int i = 0; i < LENGTH; i++) {
      Change change = detector.add(random.nextDouble() < (i < PLANTED ? .2 : .5) ? 1 : 0);
      warned |= change == Change.WARNING && i >= PLANTED;
      if (change == Change.ROSE && i >= PLANTED) {
        break;
      }
    }
    assertThat(warned).isTrue();
    assertThat(detector.count()).isZero();
  }

  @Test
  void adwin_of_a_stream_that_does_not_change_keeps_all_of_it_in_its_mean() {
    Adwin detector = new Adwin();
    for (int i = 0; i < LENGTH; i++) {
      detector.add(i % 4 == 0 ? 1 : 0);
    }
    assertThat(detector.count()).isEqualTo(LENGTH);
    assertThat(detector.mean()).isEqualTo(.25);
  }

  private static int alarms(Supplier<ChangeDetector> detectors, IntToDoubleFunction rate) {
    int alarms = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      SplittableRandom random = new SplittableRandom(stream);
      ChangeDetector detector = detectors.get();
      for (int i = 0; i < LENGTH; i++) {
        Change change = detector.add(random.nextDouble() < rate.applyAsDouble(i) ? 1 : 0);
        alarms += change == Change.ROSE || change == Change.FELL ? 1 : 0;
      }
    }
    return alarms;
  }

  /** How many errors after the change it is found, on average; every one must be. */
  private static double meanDelay(Supplier<ChangeDetector> detectors, IntToDoubleFunction rate) {
    double delays = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      SplittableRandom random = new SplittableRandom(stream);
      ChangeDetector detector = detectors.get();
      int found = -1;
      for (int i = 0; i < LENGTH && found < 0; i++) {
        Change change = detector.add(random.nextDouble() < rate.applyAsDouble(i) ? 1 : 0);
        found = change == Change.ROSE && i >= PLANTED ? i : -1;
      }
      assertThat(found).as("stream %d", stream).isNotNegative();
      delays += found - PLANTED;
    }
    return delays / STREAMS;
  }
}
