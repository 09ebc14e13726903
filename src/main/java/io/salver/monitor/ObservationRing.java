package io.salver.monitor;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue that many threads put observations into and one takes them out of. Putting never
 * waits: it takes the next place by one compare-and-set, or says that there is none.
 *
 * <p>Rules: places are numbered for ever and lie in the array by their lower bits. A producer owns
 * the place between {@link #tail}, which it moved, and its write; the consumer empties a place
 * before it moves {@link #head} past it, so that whoever takes that place again finds it empty. At
 * the head there may be a place that is taken and not yet written: it looks empty, and {@link
 * #size} counts it. After Vyukov's bounded queue, with the consumer's place in place of sequence
 * numbers.
 */
final class ObservationRing {

  private final AtomicReferenceArray<Observation> places;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();

  /** Written by the consumer only. */
  private final AtomicLong head = new AtomicLong();

  /** With places for {@code capacity}, rounded up to a power of two. */
  ObservationRing(int capacity) {
    int size = capacity <= 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    this.places = new AtomicReferenceArray<>(size);
    this.mask = size - 1;
  }

  int capacity() {
    return places.length();
  }

  /** Puts one in, seen by the consumer when this returns; false when all places are taken. */
  boolean offer(Observation observation) {
    long place = tail.get();
    while (place - head.get() < places.length()) {
      long witness = tail.compareAndExchange(place, place + 1);
      if (witness == place) {
        places.set((int) place & mask, observation);
        return true;
      }
      place = witness;
    }
    return false;
  }

  /** Takes the oldest out, if it is there; for the consumer. */
  Optional<Observation> poll() {
    long place = head.getPlain();
    int at = (int) place & mask;
    Observation observation = places.get(at);
    if (observation == null) {
      return Optional.empty();
    }
    places.setRelease(at, null);
    head.setRelease(place + 1);
    return Optional.of(observation);
  }

  /** How many were taken out, ever. */
  long taken() {
    return head.get();
  }

  /** How many are in, also those whose place is taken and not yet written. */
  int size() {
    long taken = head.get();
    return (int) Math.max(0, tail.get() - taken);
  }
}
