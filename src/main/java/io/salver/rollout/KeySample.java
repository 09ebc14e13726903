package io.salver.rollout;

import io.salver.rollout.sequential.SampleRatio;
import io.salver.routing.Slots;
import io.salver.routing.Split;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * An even sample of the distinct keys that came, with their arms: those with the least hashes
 * (bottom-k; Cohen and Kaplan, 2007). A key that comes often counts once, so that the shares of the
 * arms can be tested. Thread-safe: guarded by itself, but for {@code most}, which a key is compared
 * with first; keys that are no part of the sample take no lock.
 */
final class KeySample {

  /** Most keys; they take some 300 kB. */
  static final int SIZE = 4_096;

  private final Map<Long, String> arms = new HashMap<>();
  private final PriorityQueue<Long> hashes = new PriorityQueue<>(Comparator.reverseOrder());
  private volatile long most = Long.MAX_VALUE;

  /**
   * A key came and met that arm.
   *
   * @return false when it is one of the sample and has met another arm before
   */
  boolean add(long hash, String arm) {
    if (hash > most) {
      return true;
    }
    synchronized (this) {
      String before = arms.putIfAbsent(hash, arm);
      if (before != null) {
        return before.equals(arm);
      }
      hashes.add(hash);
      if (hashes.size() > SIZE) {
        arms.remove(hashes.remove());
        most = hashes.element();
      }
    }
    return true;
  }

  /** The p-value of the shares that the arms have of the sample, as the split's weights are. */
  double pValue(Split split) {
    Map<String, Integer> weights = split.slots().weights();
    List<String> names = List.copyOf(weights.keySet());
    long[] counts = new long[names.size()];
    double[] shares = new double[names.size()];
    for (int arm = 0; arm < shares.length; arm++) {
      shares[arm] = (double) weights.getOrDefault(names.get(arm), 0) / Slots.COUNT;
    }
    synchronized (this) {
      for (String arm : arms.values()) {
        int index = names.indexOf(arm);
        if (index >= 0) {
          counts[index]++;
        }
      }
    }
    return SampleRatio.pValue(counts, shares);
  }
}
