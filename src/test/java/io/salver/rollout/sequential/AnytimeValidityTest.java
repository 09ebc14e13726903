package io.salver.rollout.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Looks after every batch, as nobody should with ordinary tests. */
class AnytimeValidityTest {

  private static final double ALPHA = .05;
  private static final int STREAMS = 1_000;
  private static final int LOOKS = 100;

  /** Five deviations above the level: the chance of that many false alarms is one in a million. */
  private static final double MOST = ALPHA + 5 * Math.sqrt(ALPHA * (1 - ALPHA) / STREAMS);

  private final Random random = new Random(11);

  @Test
  void equalMeansAreRarelyCalledDifferent() {
    int wrong = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      Summary control = Summary.NONE;
      Summary treatment = Summary.NONE;
      boolean isWrong = false;
      for (int look = 0; look < LOOKS && !isWrong; look++) {
        control = control.plus(draw(0, 190));
        treatment = treatment.plus(draw(0, 50));
        isWrong = MeanDifference.of(control, treatment, .2).pValue() < ALPHA;
      }
      wrong += isWrong ? 1 : 0;
    }
    assertThat((double) wrong / STREAMS).isLessThan(MOST);
  }

  @Test
  void equalRatesOfRareEventsAreRarelyCalledAnExcess() {
    int wrong = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      long control = 0;
      long treatment = 0;
      boolean isWrong = false;
      for (int look = 0; look < LOOKS && !isWrong; look++) {
        control += events(.002, 1_900);
        treatment += events(.002, 100);
        isWrong = EventExcess.logEvidence(control, treatment, .05) > -Math.log(ALPHA);
      }
      wrong += isWrong ? 1 : 0;
    }
    assertThat((double) wrong / STREAMS).isLessThan(MOST);
  }

  @Test
  void expectedSharesAreRarelyCalledWrong() {
    int wrong = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      long[] counts = new long[2];
      boolean isWrong = false;
      for (int look = 0; look < LOOKS && !isWrong; look++) {
        long treatment = events(.1, 100);
        counts[0] += 100 - treatment;
        counts[1] += treatment;
        isWrong = SampleRatio.pValue(counts, new double[] {.9, .1}) < ALPHA;
      }
      wrong += isWrong ? 1 : 0;
    }
    assertThat((double) wrong / STREAMS).isLessThan(MOST);
  }

  @Test
  void excessIsFoundAfterFewEvents() {
    assertThat(EventExcess.logEvidence(10, 10, .05)).isGreaterThan(-Math.log(.001));
    assertThat(EventExcess.logEvidence(0, 3, .05)).isGreaterThan(-Math.log(ALPHA));
    assertThat(EventExcess.logEvidence(95, 5, .05)).isLessThan(0);
    assertThat(EventExcess.logEvidence(100_000, 0, .05)).isLessThan(0);
  }

  @Test
  void lostKeysAreFound() {
    double[] halves = {.5, .5};
    assertThat(SampleRatio.pValue(new long[] {50_000, 50_100}, halves)).isGreaterThan(.05);
    assertThat(SampleRatio.pValue(new long[] {50_000, 48_000}, halves)).isLessThan(1e-6);
  }

  @Test
  void samplesThatAreSaidToSufficeDo() {
    double difference = .1;
    long both = SampleSize.of(1, difference, .5, ALPHA, .8416, difference);
    int found = 0;
    for (int stream = 0; stream < 200; stream++) {
      Summary control = draw(0, (int) (both / 2));
      Summary treatment = draw(difference, (int) (both / 2));
      found += MeanDifference.of(control, treatment, difference).pValue() < ALPHA ? 1 : 0;
    }
    assertThat(found).isBetween(140, 180);
  }

  private Summary draw(double mean, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = mean + random.nextGaussian();
    }
    return SummaryTest.of(values);
  }

  private long events(double rate, int requests) {
    long events = 0;
    for (int i = 0; i < requests; i++) {
      events += random.nextDouble() < rate ? 1 : 0;
    }
    return events;
  }
}
