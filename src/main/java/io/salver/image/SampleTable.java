package io.salver.image;

/**
 * What each of the 256 values of a sample becomes in each channel of a tensor. Computed in double
 * precision and rounded once: to the range, less the mean, by the deviation. Immutable.
 */
public final class SampleTable {

  private static final int VALUES = 256;
  private static final double MOST = VALUES - 1;

  private final float[][] byChannel;

  private SampleTable(float[][] byChannel) {
    this.byChannel = byChannel;
  }

  /**
   * A table for as many channels as there are means.
   *
   * @param low what 0 becomes before the mean is taken off
   * @param high what 255 becomes
   * @param means one a channel
   * @param deviations one a channel, none of them 0
   */
  public static SampleTable of(double low, double high, double[] means, double[] deviations) {
    float[][] byChannel = new float[means.length][VALUES];
    for (int channel = 0; channel < means.length; channel++) {
      for (int value = 0; value < VALUES; value++) {
        double ranged = low + value * ((high - low) / MOST);
        byChannel[channel][value] = (float) ((ranged - means[channel]) / deviations[channel]);
      }
    }
    return new SampleTable(byChannel);
  }

  float[] channel(int channel) {
    return byChannel[channel];
  }
}
