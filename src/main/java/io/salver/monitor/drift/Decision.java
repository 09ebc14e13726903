package io.salver.monitor.drift;

import java.time.Instant;
import java.util.Optional;

/**
 * What was decided of one check. Immutable.
 *
 * @param windows disjoint windows in a row that exceeded
 * @param needed so many make a drift
 * @param since when the state was entered; absent while it is {@link DriftState#UNKNOWN}
 */
public record Decision(DriftState state, int windows, int needed, Optional<Instant> since) {

  public boolean drifted() {
    return state == DriftState.DRIFTED;
  }
}
