package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.InvalidInput;
import io.salver.monitor.FeatureReport.Role;
import io.salver.monitor.profile.EmbeddingProfile;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.quality.QualityKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What adds up. */
final class ReplicasTest extends MonitorFixture {

  @Test
  void two_replicas_added_up_equal_one_that_saw_all() {
    ModelMonitor one = monitor(MonitorSettings.DEFAULT, TestProfiles.small());
    ModelMonitor left = monitor(MonitorSettings.DEFAULT, TestProfiles.small());
    ModelMonitor right = monitor(MonitorSettings.DEFAULT, TestProfiles.small());
    for (int i = 0; i < 20_000; i++) {
      Sample sample =
          sample(random.nextGaussian() + .3, COLOURS.get(random.nextInt(10)), random.nextDouble());
      one.accept(sample);
      (i % 3 == 0 ? left : right).accept(sample);
      if (i % 5_000 == 0) {
        time.pass(PANE);
      }
    }
    MonitorReport all = one.snapshot();
    MonitorReport sum = left.snapshot(List.of(right.export()));
    assertThat(sum.samples()).isEqualTo(all.samples());
    for (int i = 0; i < all.features().size(); i++) {
      FeatureReport expected = all.features().get(i);
      FeatureReport actual = sum.features().get(i);
      assertThat(actual.total()).isEqualTo(expected.total());
      assertThat(actual.quality()).isEqualTo(expected.quality());
      if (expected.type() == FeatureReport.Type.CATEGORY) {
        assertThat(actual).isEqualTo(expected);
        continue;
      }
      assertThat(actual.numbers().orElseThrow().mean())
          .isCloseTo(expected.numbers().orElseThrow().mean(), within(1e-9));
      for (int bin = 0; bin < expected.bins().size(); bin++) {
        assertThat(actual.bins().get(bin).window())
            .isCloseTo(expected.bins().get(bin).window(), within(.04));
      }
      assertThat(actual.tests().get(1).statistic())
          .isCloseTo(expected.tests().get(1).statistic(), within(.04));
    }
    assertThat(left.snapshot().samples()).as("its own stay its own").isLessThan(all.samples());
  }

  @Test
  void counts_of_something_else_are_refused() {
    feed(100, 0, 0);
    byte[] whole = monitor.export();
    for (byte[] bytes :
        List.of(new byte[0], new byte[100], Arrays.copyOf(whole, whole.length / 2))) {
      assertThatExceptionOfType(InvalidInput.class)
          .isThrownBy(() -> monitor.snapshot(List.of(bytes)))
          .withMessageContaining("not the counts of this model");
    }
    Profile other =
        new Profile(Map.of("c", TestProfiles.categories(Map.of("a", 5L))), Map.of(), Map.of());
    ModelMonitor different = monitor(MonitorSettings.DEFAULT, other);
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> different.snapshot(List.of(whole)));
  }

  @Test
  void embeddings_are_compared_by_their_mean_discrepancy() {
    double[] means = new double[64];
    Arrays.fill(means, 0, 32, Math.exp(-.5 * 4 / 16) / Math.sqrt(32));
    Profile profile =
        new Profile(
            Map.of(),
            Map.of(),
            Map.of("end", new EmbeddingProfile(50_000, 4, 4, 1, means, .2, .01)));
    monitor = monitor(MonitorSettings.DEFAULT, profile);
    for (int i = 0; i < 500; i++) {
      float[] vector = new float[4];
      Arrays.fill(vector, (float) random.nextGaussian() + 5);
      monitor.accept(Sample.builder().embedding("end", vector).embedding("other", vector).build());
      monitor.accept(Sample.builder().embedding("end", new float[3]).build());
      monitor.accept(Sample.builder().embedding("end", new float[] {1, 2, 3, Float.NaN}).build());
    }
    FeatureReport end = feature("end");
    assertThat(end.role()).isEqualTo(Role.EMBEDDING);
    assertThat(end.tests()).hasSize(1);
    assertThat(end.tests().getFirst().exceeded()).isTrue();
    assertThat(end.tests().getFirst().windowSize()).isEqualTo(500);
    assertThat(quality("end", QualityKind.TYPE_ERROR).count()).isEqualTo(1_000);
    assertThat(monitor.snapshot().ignored()).isZero();
    assertThat(monitor.snapshot(List.of(monitor.export())).features().getFirst().total())
        .isEqualTo(3_000);
  }
}
