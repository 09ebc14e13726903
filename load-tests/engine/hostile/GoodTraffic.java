package engine.hostile;

import engine.load.HttpLoad;
import engine.load.InferRequests;
import engine.load.Outcome;
import engine.load.Schedule;
import engine.load.Tally;
import engine.stats.Samples;
import java.io.IOException;
import java.time.Duration;

/** Well-behaved clients at an even pace, whose latency is watched. Thread-safe. */
final class GoodTraffic {

  private static final double PER_SECOND = 50;
  private static final Duration SPELL = Duration.ofSeconds(2);

  private final HttpLoad load;
  private final byte[] request = InferRequests.to("echo-fp32", 1, 4).json();
  private volatile boolean stop;

  GoodTraffic(int port) {
    load = new HttpLoad(port);
  }

  /**
   * What became of them, over spells of two seconds.
   *
   * @param p50 medians of each spell, in ms
   * @param p99 the 99th percentiles of each spell, in ms
   */
  record Result(long answered, long failed, Samples p50, Samples p99) {}

  /** Sends until {@link #stop}, and for one spell at least. */
  Result run(long seed) throws IOException {
    Samples p50 = new Samples();
    Samples p99 = new Samples();
    long answered = 0;
    long failed = 0;
    do {
      Tally tally =
          load.open(
              request,
              Schedule.poisson(PER_SECOND, SPELL, seed + p50.count()),
              Duration.ofSeconds(30));
      p50.add(tally.millis(0.5));
      p99.add(tally.millis(0.99));
      answered += tally.count(Outcome.OK);
      failed += tally.total() - tally.count(Outcome.OK);
    } while (!stop);
    return new Result(answered, failed, p50, p99);
  }

  void stop() {
    stop = true;
  }
}
