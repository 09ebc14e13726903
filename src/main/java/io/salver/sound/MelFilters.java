package io.salver.sound;

/**
 * Triangular filters between points that are equally spaced on a mel scale (Davis and Mermelstein,
 * 1980). Immutable.
 */
final class MelFilters {

  /** Above 1000 Hz, which is 15 mels on Slaney's scale; below, 3 mels are 200 Hz. */
  private static final double SLANEY_STEP = Math.log(6.4) / 27;

  /** A filter: its weights from the frequency {@code first} on. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Filter(int first, double[] weights) {}

  private final Filter[] filters;

  MelFilters(MelSettings settings, int sampleRate) {
    double[] edges = edges(settings);
    filters = new Filter[settings.bins()];
    for (int bin = 0; bin < filters.length; bin++) {
      filters[bin] = filter(settings, sampleRate, edges[bin], edges[bin + 1], edges[bin + 2]);
    }
  }

  int bins() {
    return filters.length;
  }

  Filter filter(int bin) {
    return filters[bin];
  }

  /** The sums of {@code spectrum} under the filters. */
  void apply(double[] spectrum, double[] result) {
    for (int bin = 0; bin < filters.length; bin++) {
      Filter filter = filters[bin];
      double sum = 0;
      for (int i = 0; i < filter.weights.length; i++) {
        sum += filter.weights[i] * spectrum[filter.first + i];
      }
      result[bin] = sum;
    }
  }

  private static Filter filter(
      MelSettings settings, int sampleRate, double low, double middle, double high) {
    int frequencies = settings.fft() / 2 + 1;
    double step = (double) sampleRate / settings.fft();
    int first = Math.clamp((long) Math.floor(low / step), 0, frequencies);
    int end = Math.clamp((long) Math.ceil(high / step) + 1, first, frequencies);
    double[] weights = new double[end - first];
    for (int i = 0; i < weights.length; i++) {
      double frequency = (first + i) * step;
      double rising = (frequency - low) / (middle - low);
      double falling = (high - frequency) / (high - middle);
      weights[i] = Math.max(0, Math.min(rising, falling));
      if (settings.norm() == MelSettings.Norm.SLANEY) {
        weights[i] *= 2 / (high - low);
      }
    }
    return new Filter(first, weights);
  }

  private static double[] edges(MelSettings settings) {
    double low = toMel(settings.scale(), settings.low());
    double high = toMel(settings.scale(), settings.high());
    double[] edges = new double[settings.bins() + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = toHertz(settings.scale(), low + (high - low) * i / (edges.length - 1));
    }
    return edges;
  }

  private static double toMel(MelSettings.Scale scale, double hertz) {
    return switch (scale) {
      case HTK -> 2595 * Math.log10(1 + hertz / 700);
      case SLANEY -> hertz < 1000 ? hertz * 3 / 200 : 15 + Math.log(hertz / 1000) / SLANEY_STEP;
    };
  }

  private static double toHertz(MelSettings.Scale scale, double mel) {
    return switch (scale) {
      case HTK -> 700 * (Math.pow(10, mel / 2595) - 1);
      case SLANEY -> mel < 15 ? mel * 200 / 3 : 1000 * Math.exp(SLANEY_STEP * (mel - 15));
    };
  }
}
