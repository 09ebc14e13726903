package io.salver.task.speech;

import io.salver.monitor.Sample;
import io.salver.sound.Normalization;
import io.salver.sound.Waveform;

/**
 * What is watched of a sound at the model's sample rate: {@code sound.seconds}, and {@code
 * sound.level}, the mean square in decibels below full scale; of what the model reads, which may be
 * brought to one level. Stateless.
 */
final class WatchedSound {

  private static final double SILENCE = 1e-10;
  private static final double DECIBELS = 10;

  private WatchedSound() {}

  /** What is watched of {@code sound}. */
  static Sample.Builder of(Waveform sound, SoundInput input) {
    boolean isLevelled =
        input.features() == SoundInput.Features.WAVEFORM
            && input.normalize() == SoundInput.Normalize.UTTERANCE;
    float[] samples = isLevelled ? Normalization.utterance(sound.samples()) : sound.samples();
    return Sample.builder()
        .feature("sound.seconds", sound.seconds())
        .feature("sound.level", level(samples));
  }

  private static double level(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return DECIBELS * Math.log10(sum / Math.max(1, samples.length) + SILENCE);
  }

  /** Adds the words of a transcription, each a {@code word}. */
  static void addWords(Transcription transcription, Sample.Builder sample) {
    transcription.words().forEach(word -> sample.prediction("word", word.text()));
  }
}
