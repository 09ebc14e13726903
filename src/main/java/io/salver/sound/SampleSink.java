package io.salver.sound;

/** Takes samples of one channel, one piece after the other; confined. */
@FunctionalInterface
public interface SampleSink {

  /** Takes the first {@code count} of {@code samples}, which are read before this returns. */
  void accept(float[] samples, int count);
}
