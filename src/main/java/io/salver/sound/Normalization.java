package io.salver.sound;

/** Brings sounds and spectrograms to a common scale. */
public final class Normalization {

  private static final double EPSILON = 1e-7;

  private Normalization() {}

  /**
   * Zero mean and unit variance over a sound, as the feature extractor of wav2vec 2.0 (Baevski et
   * al., 2020); another array.
   */
  public static float[] utterance(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    double mean = sum / samples.length;
    double squares = 0;
    for (float sample : samples) {
      squares += (sample - mean) * (sample - mean);
    }
    double deviation = Math.sqrt(squares / samples.length + EPSILON);
    float[] result = new float[samples.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) ((samples[i] - mean) / deviation);
    }
    return result;
  }

  /**
   * The scale of Whisper (Radford et al., 2022): a spectrogram of decimal logarithms is clipped to
   * 8 below its maximum, then (x + 4) / 4; another array.
   */
  public static float[] whisper(float[] spectrogram) {
    float most = Float.NEGATIVE_INFINITY;
    for (float value : spectrogram) {
      most = Math.max(most, value);
    }
    float[] result = new float[spectrogram.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (Math.max(spectrogram[i], most - 8) + 4) / 4;
    }
    return result;
  }
}
