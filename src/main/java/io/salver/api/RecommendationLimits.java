package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bounds of one recommendation request. Immutable. */
@Singleton
public final class RecommendationLimits {

  /** Longest time that a request may ask for. */
  public static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

  /** Most bytes of a request; the longest lists that are accepted take less. */
  public static final int MAX_BODY_BYTES = 1 << 20;

  private final Duration timeout;
  private final Ticker ticker;

  /** As configured. */
  @Inject
  public RecommendationLimits(
      @ConfigProperty(name = "salver.recommenders.timeout", defaultValue = "2s") Duration timeout,
      Ticker ticker) {
    this.timeout = timeout;
    this.ticker = ticker;
  }

  /**
   * The deadline of a request that begins now.
   *
   * @param milliseconds what the request asks for; absent: as configured
   * @throws InvalidInput when that is out of range
   */
  public Deadline deadline(OptionalLong milliseconds) {
    if (milliseconds.isEmpty()) {
      return Deadline.after(timeout, ticker);
    }
    long wanted = milliseconds.getAsLong();
    if (wanted < 1 || wanted > MAX_TIMEOUT.toMillis()) {
      throw new InvalidInput(
          "timeout_ms must be within 1 and " + MAX_TIMEOUT.toMillis() + ", received " + wanted);
    }
    return Deadline.after(Duration.ofMillis(wanted), ticker);
  }
}
