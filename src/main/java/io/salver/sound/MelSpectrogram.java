package io.salver.sound;

/**
 * Computes mel spectrograms, {@code [frames, bins]} row-major: magnitudes of a short-time Fourier
 * transform to a power, under mel filters, their logarithm. Immutable and thread-safe.
 */
public final class MelSpectrogram {

  private final MelSettings settings;
  private final FrameTransform frames;
  private final MelFilters filters;

  /** Of sounds with that many samples a second; the settings are ones that can be computed. */
  public MelSpectrogram(MelSettings settings, int sampleRate) {
    this.settings = settings;
    this.frames = new FrameTransform(settings, sampleRate);
    this.filters = new MelFilters(settings, sampleRate);
  }

  public int bins() {
    return filters.bins();
  }

  /** Samples from one frame to the next. */
  public int hop() {
    return frames.hop();
  }

  /** How many frames so many samples have. */
  public int frames(int samples) {
    return frames.frames(samples);
  }

  /** The spectrogram of a sound, which is not empty. */
  public float[] of(float[] samples) {
    int bins = filters.bins();
    float[] result = new float[frames(samples.length) * bins];
    double[] magnitudes = new double[frames.frequencies()];
    double[] row = new double[bins];
    frames.forward(
        samples,
        (frame, re, im) -> {
          for (int k = 0; k < magnitudes.length; k++) {
            magnitudes[k] = raised(re[k] * re[k] + im[k] * im[k]);
          }
          filters.apply(magnitudes, row);
          for (int bin = 0; bin < bins; bin++) {
            result[frame * bins + bin] = (float) logarithm(row[bin]);
          }
        });
    return result;
  }

  private double raised(double square) {
    if (settings.power() == 2) {
      return square;
    }
    return settings.power() == 1 ? Math.sqrt(square) : Math.pow(square, settings.power() / 2);
  }

  private double logarithm(double value) {
    return switch (settings.log()) {
      case NATURAL -> Math.log(Math.max(value, settings.floor()));
      case LOG10 -> Math.log10(Math.max(value, settings.floor()));
      case NONE -> value;
    };
  }
}
