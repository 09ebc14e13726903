package io.salver.admission.netflix;

import io.salver.admission.Limiter;
import io.salver.admission.Limiters;
import io.salver.admission.ServiceTime;
import io.salver.time.Ticker;
import java.time.Duration;

/** Makes limiters that keep the wait in each lane near a target. Thread-safe. */
public final class VegasLimiters implements Limiters {

  private final Duration targetWait;
  private final Ticker ticker;

  /** Limiters that let a request in while its wait will be about {@code targetWait} at most. */
  public VegasLimiters(Duration targetWait, Ticker ticker) {
    this.targetWait = targetWait;
    this.ticker = ticker;
  }

  @Override
  public Limiter create(int instances, int places, ServiceTime time) {
    return new VegasLimiter(targetWait, instances, places, time, ticker);
  }
}
