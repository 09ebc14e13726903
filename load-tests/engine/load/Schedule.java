package engine.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * When requests should be sent, in ns from the start, fixed before the first is: a slow service
 * cannot slow its load down.
 */
public record Schedule(long[] moments) {

  /** Poisson arrivals: gaps of exponential length. */
  public static Schedule poisson(double perSecond, Duration duration, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] moments = new long[Math.max(1, (int) (perSecond * duration.toNanos() / 1e9))];
    double at = 0;
    for (int i = 0; i < moments.length; i++) {
      at -= Math.log1p(-random.nextDouble()) / perSecond;
      moments[i] = (long) (at * 1e9);
    }
    return new Schedule(moments);
  }

  /** A rate for a time. */
  public record Phase(double perSecond, Duration duration) {}

  /** Poisson arrivals whose rate changes from phase to phase. */
  public static Schedule phases(long seed, Phase... phases) {
    long begin = 0;
    LongStream moments = LongStream.empty();
    for (Phase phase : phases) {
      long from = begin;
      long end = begin + phase.duration().toNanos();
      Schedule part = poisson(phase.perSecond(), phase.duration(), seed + begin);
      moments =
          LongStream.concat(
              moments, Arrays.stream(part.moments).map(at -> from + at).filter(at -> at < end));
      begin = end;
    }
    return new Schedule(moments.toArray());
  }

  double perSecond() {
    return moments.length / (moments[moments.length - 1] / 1e9);
  }
}
