package io.salver.sound;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Resamplers between any two rates; the tables of those that were used last are kept. Thread-safe.
 */
public final class Resamplers {

  private static final int KEPT = 16;

  private record Rates(int from, int to) {}

  /** In the order of their last use; guarded by this. */
  private final Map<Rates, Resampler> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

  /** From {@code from} samples a second to {@code to}. */
  public Resampler between(int from, int to) {
    Rates rates = new Rates(from, to);
    synchronized (this) {
      Resampler known = kept.get(rates);
      if (known != null) {
        return known;
      }
    }
    Resampler made = new Resampler(from, to);
    synchronized (this) {
      kept.put(rates, made);
      if (kept.size() > KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return made;
  }
}
