package io.salver.sound;

import java.time.Duration;

/**
 * How a mel spectrogram is computed. Immutable.
 *
 * @param bins triangular filters
 * @param window the length of the periodic Hann window, which lies in the middle of a frame
 * @param hop from one frame to the next
 * @param fft samples of a frame, at least those of the window
 * @param low where the first filter begins, Hz
 * @param high where the last filter ends, Hz
 * @param scale the mel scale
 * @param norm what the filters are divided by
 * @param power of the magnitudes
 * @param log which logarithm is taken at the end
 * @param floor the least value of which a logarithm is taken
 * @param center whether a frame has its middle where it begins, with half a frame of reflected
 *     samples on both ends of the sound
 */
public record MelSettings(
    int bins,
    Duration window,
    Duration hop,
    int fft,
    double low,
    double high,
    Scale scale,
    Norm norm,
    double power,
    Log log,
    double floor,
    boolean center) {

  /** What {@code model.yaml} says by saying nothing. */
  public static final MelSettings DEFAULT =
      new MelSettings(
          80,
          Duration.ofMillis(25),
          Duration.ofMillis(10),
          512,
          0,
          8000,
          Scale.HTK,
          Norm.NONE,
          2,
          Log.NATURAL,
          1e-10,
          true);

  /** Mel scales. */
  public enum Scale {
    /** 2595·log10(1 + f/700) (Young et al., The HTK Book). */
    HTK,
    /** Linear below 1 kHz, logarithmic above (Slaney, Auditory Toolbox, 1998). */
    SLANEY
  }

  /** What the filters are divided by. */
  public enum Norm {
    NONE,
    /** Half the width of each in Hz, so that all have the same area. */
    SLANEY
  }

  /** Logarithms. */
  public enum Log {
    NATURAL,
    LOG10,
    NONE
  }

  /** Whether frames of {@code fft} samples can be transformed. */
  public static boolean supports(int fft) {
    return FourierTransform.supports(fft);
  }

  /** The samples of {@code time} at a rate, to the nearest. */
  public static int samples(Duration time, int sampleRate) {
    return (int) Math.rint(time.toNanos() * 1e-9 * sampleRate);
  }
}
