package io.salver.sound;

/**
 * A sound of one channel.
 *
 * @param samples -1 to 1 where nothing is clipped; not copied, not to be changed
 * @param sampleRate samples a second
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Waveform(float[] samples, int sampleRate) {

  /** How long it lasts. */
  public double seconds() {
    return (double) samples.length / sampleRate;
  }
}
