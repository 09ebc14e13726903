package io.salver.task.speech;

import io.salver.sound.Normalization;

/**
 * The mean square of what a model reads of a sound, which may come in pieces, in decibels below
 * full scale. Where {@code normalize: utterance} stands before the model, each piece is brought to
 * one level first, as the model has it. Confined to one thread at a time.
 */
final class SoundLevel {

  private static final double SILENCE = 1e-10;
  private static final double DECIBELS = 10;

  private final boolean isLevelled;
  private double sum;
  private long count;

  /** Of nothing yet. */
  SoundLevel(SoundInput input) {
    this.isLevelled =
        input.features() == SoundInput.Features.WAVEFORM
            && input.normalize() == SoundInput.Normalize.UTTERANCE;
  }

  /**
   * Adds a piece.
   *
   * @param from the first of its samples that was in no piece before
   */
  void add(float[] samples, int from) {
    float[] read = isLevelled ? Normalization.utterance(samples) : samples;
    for (int i = from; i < read.length; i++) {
      sum += (double) read[i] * read[i];
    }
    count += Math.max(0, read.length - from);
  }

  double decibels() {
    return DECIBELS * Math.log10(sum / Math.max(1, count) + SILENCE);
  }
}
