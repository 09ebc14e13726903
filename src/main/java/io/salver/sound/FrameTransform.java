package io.salver.sound;

import java.util.Arrays;

/**
 * The short-time Fourier transform: frames of {@code fft} samples, {@code hop} apart, under a
 * periodic Hann window. Immutable and thread-safe.
 */
final class FrameTransform {

  private final FourierTransform fourier;
  private final double[] window;
  private final int hop;
  private final boolean center;

  FrameTransform(MelSettings settings, int sampleRate) {
    this.fourier = new FourierTransform(settings.fft());
    this.window = window(settings.fft(), MelSettings.samples(settings.window(), sampleRate));
    this.hop = MelSettings.samples(settings.hop(), sampleRate);
    this.center = settings.center();
  }

  /** Takes the spectra of frames, one after the other; what it is given is used again. */
  @FunctionalInterface
  interface Spectra {
    /** The spectrum of one frame, from 0 Hz to half the sample rate. */
    void accept(int frame, double[] re, double[] im);
  }

  /** Values of one spectrum. */
  int frequencies() {
    return fourier.size() / 2 + 1;
  }

  int hop() {
    return hop;
  }

  /** How many frames so many samples have; at least 1. */
  int frames(int samples) {
    int length = center ? samples + 2 * (fourier.size() / 2) : samples;
    return 1 + Math.max(0, length - fourier.size()) / hop;
  }

  /** Transforms the frames of a sound, which is not empty. */
  void forward(float[] samples, Spectra spectra) {
    int size = fourier.size();
    int frames = frames(samples.length);
    double[] first = new double[size];
    double[] second = new double[size];
    double[] re = new double[frequencies()];
    double[] im = new double[frequencies()];
    for (int frame = 0; frame < frames; frame += 2) {
      // Two real frames are one complex one.
      cut(samples, frame, first);
      if (frame + 1 < frames) {
        cut(samples, frame + 1, second);
      } else {
        Arrays.fill(second, 0);
      }
      fourier.forward(first, second);
      for (int k = 0; k < re.length; k++) {
        int mirrored = k == 0 ? 0 : size - k;
        re[k] = (first[k] + first[mirrored]) / 2;
        im[k] = (second[k] - second[mirrored]) / 2;
      }
      spectra.accept(frame, re, im);
      if (frame + 1 < frames) {
        for (int k = 0; k < re.length; k++) {
          int mirrored = k == 0 ? 0 : size - k;
          re[k] = (second[k] + second[mirrored]) / 2;
          im[k] = (first[mirrored] - first[k]) / 2;
        }
        spectra.accept(frame + 1, re, im);
      }
    }
  }

  /**
   * Adds a frame, the inverse of a spectrum under the window, to a sound that begins half a frame
   * before the first sample where frames are centred (Griffin and Lim, 1984, equation 6).
   */
  void add(int frame, double[] re, double[] im, double[] sound) {
    int size = fourier.size();
    double[] whole = new double[size];
    double[] wholeIm = new double[size];
    for (int k = 0; k < re.length; k++) {
      whole[k] = re[k];
      wholeIm[k] = im[k];
    }
    for (int k = re.length; k < size; k++) {
      whole[k] = re[size - k];
      wholeIm[k] = -im[size - k];
    }
    fourier.inverse(whole, wholeIm);
    for (int i = 0; i < size; i++) {
      sound[frame * hop + i] += whole[i] * window[i];
    }
  }

  /** Adds the square of the window where a frame lies: what {@link #add} weighs its samples by. */
  void addWeights(int frame, double[] weights) {
    for (int i = 0; i < window.length; i++) {
      weights[frame * hop + i] += window[i] * window[i];
    }
  }

  private void cut(float[] samples, int frame, double[] target) {
    int start = frame * hop - (center ? fourier.size() / 2 : 0);
    for (int i = 0; i < target.length; i++) {
      target[i] = window[i] == 0 ? 0 : window[i] * at(samples, start + i);
    }
  }

  private double at(float[] samples, int index) {
    if (index >= 0 && index < samples.length) {
      return samples[index];
    }
    if (!center) {
      return 0;
    }
    if (samples.length == 1) {
      return samples[0];
    }
    int period = 2 * (samples.length - 1);
    int place = Math.floorMod(index, period);
    return samples[place < samples.length ? place : period - place];
  }

  private static double[] window(int size, int length) {
    double[] window = new double[size];
    int left = (size - length) / 2;
    for (int i = 0; i < length; i++) {
      window[left + i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
    }
    return window;
  }
}
