package io.salver.task.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.model.Signature;
import io.salver.monitor.Sample;
import io.salver.sound.Waveform;
import io.salver.task.RecordedObservations;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As {@code reference_profile} of the recipes of speech measures them. */
final class WatchedSoundTest {

  @Test
  void the_level_is_the_mean_square_in_decibels_below_full_scale() {
    assertThat(level("none", .5f, -.5f, .5f, -.5f)).isCloseTo(-6.0206, within(1e-3));
    assertThat(level("none", 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)).isCloseTo(-10, within(1e-6));
    assertThat(level("none", 0, 0, 0)).isCloseTo(-100, within(1e-9));
  }

  @Test
  void where_the_model_reads_samples_of_one_level_it_is_theirs() {
    assertThat(level("utterance", .1f, -.1f, .1f, -.1f)).isCloseTo(0, within(1e-2));
  }

  @Test
  void of_pieces_that_overlap_each_sample_counts_once() {
    SoundLevel level = new SoundLevel(input("none"));
    level.add(new float[] {1, 1, 0, 0}, 0);
    level.add(new float[] {0, 0, 0, 0, 0, 0}, 2);
    assertThat(level.decibels()).isCloseTo(10 * Math.log10(2 / 8.0), within(1e-6));
  }

  private static double level(String normalize, float... samples) {
    float[] repeated = new float[samples.length * 100];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(samples, 0, repeated, i * samples.length, samples.length);
    }
    Sample sample = WatchedSound.of(new Waveform(repeated, 8000), input(normalize)).build();
    assertThat(RecordedObservations.number(sample.features(), "sound.seconds"))
        .isEqualTo(repeated.length / 8000.0);
    return RecordedObservations.number(sample.features(), "sound.level");
  }

  private static SoundInput input(String normalize) {
    Signature signature =
        new Signature(
            List.of(new TensorSpec("waveform", DataType.FP32, Shape.of(Shape.ANY, Shape.ANY))),
            List.of());
    return SoundInput.read(
        Map.of("features", "waveform", "normalize", normalize, "sample-rate", 8000), signature);
  }
}
