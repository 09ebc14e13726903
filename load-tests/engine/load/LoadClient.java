package engine.load;

import java.io.IOException;
import java.time.Duration;

/** Sends one request again and again. */
public interface LoadClient {

  /** Keeps {@code connections} requests under way for {@code duration}. */
  Tally closed(byte[] request, int connections, Duration duration)
      throws IOException, InterruptedException;

  /** Sends at the moments of {@code schedule}, whatever the answers do. */
  Tally open(byte[] request, Schedule schedule, Duration deadline)
      throws IOException, InterruptedException;
}
