package io.salver.sound;

import java.util.OptionalLong;

/** Takes what a decoder finds; confined to its thread. */
public interface SoundSink {

  /**
   * Hears of the sound before its samples; called once.
   *
   * @param sampleRate as the file says, unchecked
   * @param channels likewise
   * @param frames how many frames will come, where the file's head says so
   * @throws io.salver.fault.InvalidInput when such a sound is not read
   * @throws io.salver.fault.TooLarge when it lasts too long
   */
  void begin(long sampleRate, int channels, OptionalLong frames);

  /**
   * Takes the next frames.
   *
   * @param channels the samples of each channel, read before this returns and not kept
   * @param frames how many of each
   * @throws io.salver.fault.Fault when the sound lasts too long, or nobody waits for it any more
   */
  void accept(float[][] channels, int frames);
}
