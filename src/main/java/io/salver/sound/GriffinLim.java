package io.salver.sound;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes a sound of a mel spectrogram. Magnitudes are the non-negative ones whose mel spectrogram
 * comes nearest, by multiplicative updates (Lee and Seung, 2001); phases are those of the fast
 * Griffin-Lim algorithm (Perraudin, Balazs and Søndergaard, 2013, with alpha 0.99), from a start
 * that is random and always the same. Immutable and thread-safe.
 */
public final class GriffinLim {

  private static final double MOMENTUM = 0.99;
  private static final int UPDATES = 60;
  private static final double TINY = 1e-12;
  private static final long SEED = 20_130_101;

  private final MelSettings settings;
  private final FrameTransform transform;
  private final MelFilters filters;
  private final int iterations;

  /** For spectrograms with these settings of sounds at that rate. */
  public GriffinLim(MelSettings settings, int sampleRate, int iterations) {
    this.settings = settings;
    this.transform = new FrameTransform(settings, sampleRate);
    this.filters = new MelFilters(settings, sampleRate);
    this.iterations = iterations;
  }

  /** Bytes that so many frames take while they are worked at. */
  public long workingBytes(int frames) {
    return 6L * Double.BYTES * frames * transform.frequencies();
  }

  /**
   * The sound of a spectrogram.
   *
   * @param spectrogram {@code [frames, bins]}, row-major, at least one frame
   * @param checkpoint is run once an iteration; may throw, to stop
   */
  public float[] waveform(float[] spectrogram, Runnable checkpoint) {
    int frames = spectrogram.length / filters.bins();
    double[][] magnitudes = new double[frames][];
    for (int frame = 0; frame < frames; frame++) {
      magnitudes[frame] = magnitudes(spectrogram, frame);
    }
    Spectra guess = Spectra.random(frames, transform.frequencies());
    Spectra consistent = new Spectra(frames, transform.frequencies());
    for (int i = 0; i < iterations; i++) {
      checkpoint.run();
      float[] sound = sound(guess, magnitudes);
      double momentum = i == 0 ? 0 : MOMENTUM;
      transform.forward(
          sound, (frame, re, im) -> guess.accelerate(frame, re, im, consistent, momentum));
    }
    return sound(guess, magnitudes);
  }

  /** The sound whose spectra come nearest to the magnitudes with the phases of {@code guess}. */
  private float[] sound(Spectra guess, double[][] magnitudes) {
    int frames = magnitudes.length;
    double[] sum = new double[(frames - 1) * transform.hop() + settings.fft()];
    double[] weights = new double[sum.length];
    double[] re = new double[transform.frequencies()];
    double[] im = new double[transform.frequencies()];
    for (int frame = 0; frame < frames; frame++) {
      guess.withMagnitudes(frame, magnitudes[frame], re, im);
      transform.add(frame, re, im, sum);
      transform.addWeights(frame, weights);
    }
    int margin = settings.center() ? settings.fft() / 2 : 0;
    float[] sound = new float[Math.max(1, sum.length - 2 * margin)];
    for (int i = 0; i < sound.length; i++) {
      double weight = weights[margin + i];
      sound[i] = weight > 1e-8 ? (float) (sum[margin + i] / weight) : 0;
    }
    return sound;
  }

  private double[] magnitudes(float[] spectrogram, int frame) {
    double[] mel = new double[filters.bins()];
    for (int bin = 0; bin < mel.length; bin++) {
      mel[bin] = value(spectrogram[frame * mel.length + bin]);
    }
    double[] values = new double[transform.frequencies()];
    double[] back = new double[values.length];
    spread(mel, back);
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    double[] reached = new double[mel.length];
    filters.apply(ones, reached);
    double[] norm = new double[values.length];
    spread(reached, norm);
    for (int k = 0; k < values.length; k++) {
      values[k] = back[k] / (norm[k] + TINY);
    }
    for (int update = 0; update < UPDATES; update++) {
      filters.apply(values, reached);
      spread(reached, norm);
      for (int k = 0; k < values.length; k++) {
        values[k] *= back[k] / (norm[k] + TINY);
      }
    }
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.pow(values[k], 1 / settings.power());
    }
    return values;
  }

  /** The transpose of the filters times {@code mel}. */
  private void spread(double[] mel, double[] spectrum) {
    Arrays.fill(spectrum, 0);
    for (int bin = 0; bin < mel.length; bin++) {
      MelFilters.Filter filter = filters.filter(bin);
      for (int i = 0; i < filter.weights().length; i++) {
        spectrum[filter.first() + i] += filter.weights()[i] * mel[bin];
      }
    }
  }

  private double value(float logarithm) {
    return switch (settings.log()) {
      case NATURAL -> Math.exp(Math.min(logarithm, 80));
      case LOG10 -> Math.pow(10, Math.min(logarithm, 35));
      case NONE -> Math.max(0, logarithm);
    };
  }

  /** Spectra of all frames. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Spectra(double[][] re, double[][] im) {

    Spectra(int frames, int frequencies) {
      this(new double[frames][frequencies], new double[frames][frequencies]);
    }

    static Spectra random(int frames, int frequencies) {
      Spectra spectra = new Spectra(frames, frequencies);
      SplittableRandom random = new SplittableRandom(SEED);
      for (int frame = 0; frame < frames; frame++) {
        for (int k = 0; k < frequencies; k++) {
          double phase = 2 * Math.PI * random.nextDouble();
          spectra.re[frame][k] = Math.cos(phase);
          spectra.im[frame][k] = Math.sin(phase);
        }
      }
      return spectra;
    }

    void withMagnitudes(int frame, double[] magnitudes, double[] toRe, double[] toIm) {
      for (int k = 0; k < magnitudes.length; k++) {
        double length = Math.hypot(re[frame][k], im[frame][k]);
        double scale = length > TINY ? magnitudes[k] / length : 0;
        toRe[k] = length > TINY ? re[frame][k] * scale : magnitudes[k];
        toIm[k] = im[frame][k] * scale;
      }
    }

    /** Goes on past the new consistent spectrum, in the direction in which it moved. */
    void accelerate(
        int frame, double[] newRe, double[] newIm, Spectra consistent, double momentum) {
      for (int k = 0; k < newRe.length; k++) {
        re[frame][k] = newRe[k] + momentum * (newRe[k] - consistent.re[frame][k]);
        im[frame][k] = newIm[k] + momentum * (newIm[k] - consistent.im[frame][k]);
        consistent.re[frame][k] = newRe[k];
        consistent.im[frame][k] = newIm[k];
      }
    }
  }
}
