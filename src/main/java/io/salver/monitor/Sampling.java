package io.salver.monitor;

/**
 * Which requests are looked at. A pure function of the request's id, so that replicas agree, a
 * label that comes later finds its prediction, and of two shares the smaller is of requests that
 * are in the greater one too. Stateless.
 */
public final class Sampling {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final double UNIT = 0x1p-53;
  private static final int LOW_BITS = 11;

  private Sampling() {}

  /**
   * Whether a request is one of that share.
   *
   * @param share from 0, none, to 1, all
   */
  public static boolean includes(String request, double share) {
    return place(request) < share;
  }

  /** Where a request stands between 0 and 1, evenly spread: FNV-1a, mixed as SplitMix64 does. */
  private static double place(String request) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < request.length(); i++) {
      hash = (hash ^ request.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    hash ^= hash >>> 31;
    return (hash >>> LOW_BITS) * UNIT;
  }
}
