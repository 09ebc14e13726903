package io.salver.lifecycle;

import io.salver.model.ModelId;
import java.util.List;

/**
 * A version that was still alive when the time to stop ran out.
 *
 * @param holders who holds leases of it, one entry per lease; empty while it loads or unloads
 */
public record StuckVersion(ModelId id, List<String> holders) {

  /** Copies the list. */
  public StuckVersion {
    holders = List.copyOf(holders);
  }
}
