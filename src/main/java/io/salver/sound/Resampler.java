package io.salver.sound;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Changes the sample rate by a rational ratio with a windowed sinc (Smith, Digital Audio
 * Resampling, <a
 * href="https://ccrma.stanford.edu/~jos/resample/">ccrma.stanford.edu/~jos/resample</a>), its
 * phases in a table. What lies above the Nyquist frequency of the new rate is removed, not folded
 * down. The filter has no delay, the sound is zero outside, and n samples become ceil(n · to /
 * from). Immutable and thread-safe; each {@link Stream} is confined.
 */
public final class Resampler {

  private static final int PIECE = 1024;

  private final int up;
  private final int down;
  private final SincKernel kernel;

  /** From {@code from} samples a second to {@code to}. */
  public Resampler(int from, int to) {
    int divisor = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValueExact();
    this.up = to / divisor;
    this.down = from / divisor;
    this.kernel = SincKernel.of(up, down);
  }

  /** A whole sound at once. */
  public float[] resample(float[] samples) {
    float[] result = new float[Math.toIntExact(outputs(samples.length))];
    int[] filled = {0};
    Stream stream =
        stream(
            (piece, count) -> {
              System.arraycopy(piece, 0, result, filled[0], count);
              filled[0] += count;
            });
    stream.accept(samples, samples.length);
    stream.finish();
    return result;
  }

  /** A sound that comes in pieces; {@code sink} takes what it becomes. */
  public Stream stream(SampleSink sink) {
    return new Stream(sink);
  }

  private long outputs(long inputs) {
    return Math.ceilDiv(inputs * up, down);
  }

  /** A sound that comes in pieces. The same samples become the same, however they are cut. */
  public final class Stream implements SampleSink {

    private final SampleSink sink;
    private final float[] piece = new float[PIECE];
    private final double[] weights = kernel.row();

    /** The samples from {@code first} on, those before the beginning as zeros. */
    private float[] window = new float[4 * PIECE + 2 * kernel.half()];

    private int held = kernel.half();
    private long first = -kernel.half();
    private long received;
    private long emitted;
    private int pending;

    Stream(SampleSink sink) {
      this.sink = sink;
    }

    @Override
    public void accept(float[] samples, int count) {
      if (up == down) {
        sink.accept(samples, count);
        return;
      }
      for (int taken = 0; taken < count; ) {
        int part = Math.min(count - taken, 4 * PIECE);
        append(samples, taken, part);
        taken += part;
        received += part;
        emit(Long.MAX_VALUE);
      }
      flush();
    }

    /** The sound is complete: what the filter still holds follows. */
    public void finish() {
      if (up == down) {
        return;
      }
      long total = outputs(received);
      while (emitted < total) {
        append(new float[kernel.half() + 1], 0, kernel.half() + 1);
        emit(total);
      }
      flush();
    }

    private void emit(long end) {
      while (emitted < end) {
        long centre = emitted * down / up;
        long last = centre + kernel.half();
        if (last >= first + held) {
          return;
        }
        int phase = (int) (emitted * down % up);
        piece[pending++] = (float) dot(kernel.weights(phase, weights), (int) (last - first));
        emitted++;
        if (pending == PIECE) {
          flush();
        }
      }
    }

    /** The weights times the samples that end at {@code last} of the window. */
    private double dot(double[] row, int last) {
      int from = last - 2 * kernel.half();
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + 3 < row.length; i += 4) {
        a += row[i] * window[from + i];
        b += row[i + 1] * window[from + i + 1];
        c += row[i + 2] * window[from + i + 2];
        d += row[i + 3] * window[from + i + 3];
      }
      for (; i < row.length; i++) {
        a += row[i] * window[from + i];
      }
      return a + b + (c + d);
    }

    private void append(float[] samples, int offset, int count) {
      long needed = emitted * down / up - kernel.half();
      int stale = Math.clamp(needed - first, 0, held);
      if (held + count > window.length) {
        System.arraycopy(window, stale, window, 0, held - stale);
        held -= stale;
        first += stale;
      }
      if (held + count > window.length) {
        window = Arrays.copyOf(window, held + count + PIECE);
      }
      System.arraycopy(samples, offset, window, held, count);
      held += count;
    }

    private void flush() {
      if (pending > 0) {
        sink.accept(piece, pending);
        pending = 0;
      }
    }
  }
}
