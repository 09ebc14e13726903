package io.salver.task.speech;

import io.salver.monitor.Sample;
import io.salver.sound.Waveform;

/**
 * What is watched of a sound at the model's sample rate: {@code sound.seconds}, and {@code
 * sound.level}, the mean square in decibels below full scale; of what the model reads, which may be
 * brought to one level. Stateless.
 */
final class WatchedSound {

  private WatchedSound() {}

  /** What is watched of {@code sound}. */
  static Sample.Builder of(Waveform sound, SoundInput input) {
    SoundLevel level = new SoundLevel(input);
    level.add(sound.samples(), 0);
    return of(sound.seconds(), level);
  }

  /** What is watched of a sound that lasted so long. */
  static Sample.Builder of(double seconds, SoundLevel level) {
    return Sample.builder()
        .feature("sound.seconds", seconds)
        .feature("sound.level", level.decibels());
  }

  /** Adds the words of a transcription, each a {@code word}. */
  static void addWords(Transcription transcription, Sample.Builder sample) {
    transcription.words().forEach(word -> sample.prediction("word", word.text()));
  }
}
