package io.salver.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResamplerTest {

  @ParameterizedTest
  @CsvSource({
    "44100, 16000, 1000", "44100, 16000, 7000", "48000, 16000, 7000", "8000, 16000, 3500",
    "22050, 16000, 6900", "11025, 8000, 3400", "16000, 48000, 6900", "44056, 16000, 7000",
    "191999, 16000, 6000"
  })
  void a_tone_below_the_cutoff_keeps_its_amplitude(int from, int to, int hertz) {
    float[] result = new Resampler(from, to).resample(tone(from, hertz));
    double decibels = 20 * Math.log10(amplitude(result) / amplitude(tone(from, hertz)));
    assertThat(decibels).isEqualTo(0, within(0.1));
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 16000, 8500",
    "44100, 16000, 12000",
    "48000, 16000, 12000",
    "48000, 8000, 4300",
    "22050, 16000, 9000",
    "44056, 16000, 12000",
    "191999, 16000, 50000"
  })
  void a_tone_above_the_new_nyquist_frequency_all_but_vanishes(int from, int to, int hertz) {
    float[] result = new Resampler(from, to).resample(tone(from, hertz));
    double decibels = 20 * Math.log10(amplitude(result) / amplitude(tone(from, hertz)));
    assertThat(decibels).isLessThan(-80);
  }

  @Test
  void a_constant_stays_that_constant() {
    float[] ones = new float[5000];
    Arrays.fill(ones, 0.5f);
    float[] result = new Resampler(44_100, 16_000).resample(ones);
    assertThat(result).hasSize(1815);
    for (int i = 200; i < result.length - 200; i++) {
      assertThat(result[i]).isEqualTo(0.5f, within(1e-6f));
    }
  }

  @Test
  void equal_rates_change_nothing() {
    float[] sound = tone(16_000, 440);
    assertThat(new Resampler(16_000, 16_000).resample(sound)).containsExactly(sound);
  }

  @Property(tries = 100, seed = "1")
  void pieces_become_what_the_whole_does(
      @ForAll @IntRange(min = 1, max = 48) int from,
      @ForAll @IntRange(min = 1, max = 48) int to,
      @ForAll @IntRange(min = 0, max = 9000) int length,
      @ForAll @IntRange(min = 1, max = 3000) int piece) {
    float[] sound = Arrays.copyOf(tone(48_000, 333), length);
    Resampler resampler = new Resampler(from * 1000, to * 1000);
    float[] whole = resampler.resample(sound);
    assertThat(whole).hasSize(Math.ceilDiv(length * to, from));
    float[] joined = new float[whole.length];
    int[] filled = {0};
    Resampler.Stream stream =
        resampler.stream(
            (samples, count) -> {
              System.arraycopy(samples, 0, joined, filled[0], count);
              filled[0] += count;
            });
    for (int at = 0; at < length; at += piece) {
      float[] part = Arrays.copyOfRange(sound, at, Math.min(length, at + piece));
      stream.accept(part, part.length);
    }
    stream.finish();
    assertThat(filled[0]).isEqualTo(whole.length);
    assertThat(joined).containsExactly(whole);
  }

  /** Two thirds of a second. */
  private static float[] tone(int rate, double hertz) {
    float[] samples = new float[rate * 2 / 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.8 * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return samples;
  }

  /** Root mean square of the middle, where the ends are not heard. */
  private static double amplitude(float[] samples) {
    double squares = 0;
    int from = samples.length / 3;
    for (int i = from; i < 2 * from; i++) {
      squares += samples[i] * samples[i];
    }
    return Math.sqrt(squares / from);
  }
}
