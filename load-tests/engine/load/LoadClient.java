package engine.load;

import java.io.IOException;
import java.time.Duration;

/** Sends one request again and again. */
public interface LoadClient {

  /** Most spells of a warm-up. */
  int MOST_SPELLS = 6;

  /** Keeps {@code connections} requests under way for {@code duration}. */
  Tally closed(byte[] request, int connections, Duration duration)
      throws IOException, InterruptedException;

  /**
   * Sends in spells until one brings no tenth more than the best before it: compilers on both sides
   * need their time, and on a busy machine much of it.
   */
  default void warmUp(byte[] request, int connections, Duration spell)
      throws IOException, InterruptedException {
    double best = 0;
    for (int i = 0; i < MOST_SPELLS; i++) {
      double now = closed(request, connections, spell).goodPerSecond();
      if (i > 0 && now < 1.1 * best) {
        return;
      }
      best = Math.max(best, now);
    }
  }

  /** Sends at the moments of {@code schedule}, whatever the answers do. */
  Tally open(byte[] request, Schedule schedule, Duration deadline)
      throws IOException, InterruptedException;
}
