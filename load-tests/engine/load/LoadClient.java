package engine.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Sends prepared requests, one of them again and again or several in turn. */
public interface LoadClient {

  /** Most spells of a warm-up. */
  int MOST_SPELLS = 6;

  /** Keeps {@code connections} requests under way for {@code duration}. */
  Tally closed(List<byte[]> requests, int connections, Duration duration)
      throws IOException, InterruptedException;

  default Tally closed(byte[] request, int connections, Duration duration)
      throws IOException, InterruptedException {
    return closed(List.of(request), connections, duration);
  }

  /**
   * Sends in spells until one brings no tenth more than the best before it: compilers on both sides
   * need their time, and on a busy machine much of it.
   */
  default void warmUp(List<byte[]> requests, int connections, Duration spell)
      throws IOException, InterruptedException {
    double best = 0;
    for (int i = 0; i < MOST_SPELLS; i++) {
      double now = closed(requests, connections, spell).goodPerSecond();
      if (i > 0 && now < 1.1 * best) {
        return;
      }
      best = Math.max(best, now);
    }
  }

  default void warmUp(byte[] request, int connections, Duration spell)
      throws IOException, InterruptedException {
    warmUp(List.of(request), connections, spell);
  }

  /** Sends at the moments of {@code schedule}, whatever the answers do. */
  Tally open(List<byte[]> requests, Schedule schedule, Duration deadline)
      throws IOException, InterruptedException;

  default Tally open(byte[] request, Schedule schedule, Duration deadline)
      throws IOException, InterruptedException {
    return open(List.of(request), schedule, deadline);
  }
}
