package io.salver.task.speech;

import io.salver.sound.SampleSink;
import java.util.Arrays;

/** The samples of a stream that are still wanted. Confined, or guarded by its owner. */
final class ArrivedSamples implements SampleSink {

  private float[] samples = new float[1 << 12];
  private int held;
  private long first;

  @Override
  public void accept(float[] more, int count) {
    if (held + count > samples.length) {
      samples = Arrays.copyOf(samples, Math.max(held + count, samples.length + samples.length / 2));
    }
    System.arraycopy(more, 0, samples, held, count);
    held += count;
  }

  /** The number of samples that have come. */
  long end() {
    return first + held;
  }

  /** The samples from {@code from} to {@code to}, which are held. */
  float[] copy(long from, long to) {
    return Arrays.copyOfRange(samples, (int) (from - first), (int) (to - first));
  }

  /** Forgets those before {@code from}. */
  void forget(long from) {
    int stale = Math.clamp(from - first, 0, held);
    System.arraycopy(samples, stale, samples, 0, held - stale);
    held -= stale;
    first += stale;
  }
}
