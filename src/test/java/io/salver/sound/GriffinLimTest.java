package io.salver.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.Cancelled;
import org.junit.jupiter.api.Test;

final class GriffinLimTest {

  private static final int RATE = 16_000;
  private static final MelSettings MEL = MelSettings.DEFAULT;

  private final MelSpectrogram spectrogram = new MelSpectrogram(MEL, RATE);
  private final float[] mel = spectrogram.of(voice());

  @Test
  void a_sound_made_of_a_spectrogram_has_nearly_that_spectrogram() {
    float[] sound = new GriffinLim(MEL, RATE, 32).waveform(mel, () -> {});
    assertThat(sound).hasSize((mel.length / MEL.bins() - 1) * 160);
    float[] again = spectrogram.of(sound);
    double difference = 0;
    double whole = 0;
    for (int i = 0; i < mel.length; i++) {
      double before = Math.sqrt(Math.exp(mel[i]));
      difference += Math.pow(before - Math.sqrt(Math.exp(again[i])), 2);
      whole += before * before;
    }
    // Spectral convergence (Sturmel and Daudet, 2011).
    assertThat(Math.sqrt(difference / whole)).isLessThan(0.12);
  }

  @Test
  void the_same_spectrogram_is_always_the_same_sound() {
    GriffinLim griffinLim = new GriffinLim(MEL, RATE, 4);
    assertThat(griffinLim.waveform(mel, () -> {}))
        .containsExactly(griffinLim.waveform(mel, () -> {}));
  }

  @Test
  void it_stops_when_nobody_waits_any_more() {
    assertThatThrownBy(
            () ->
                new GriffinLim(MEL, RATE, 1000)
                    .waveform(
                        mel,
                        () -> {
                          throw new Cancelled("the caller is gone");
                        }))
        .isInstanceOf(Cancelled.class);
  }

  /** Harmonics of a gliding voice, half a second. */
  private static float[] voice() {
    float[] samples = new float[RATE / 2];
    double phase = 0;
    for (int i = 0; i < samples.length; i++) {
      phase += 2 * Math.PI * (120 + 60.0 * i / samples.length) / RATE;
      for (int harmonic = 1; harmonic <= 20; harmonic++) {
        samples[i] += (float) (0.3 / harmonic * Math.sin(harmonic * phase));
      }
    }
    return samples;
  }
}
