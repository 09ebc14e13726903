package io.salver.recommend;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Names answers. Thread-safe. */
@FunctionalInterface
public interface RecommendationIds {

  /** An id that no other answer has: at most 64 letters and digits. */
  String next();

  /**
   * ULIDs: 48 bits of milliseconds and 80 of {@code random} in Crockford's base 32, 26 characters
   * that sort by time.
   *
   * @param random thread-safe, and good enough that replicas do not make the same
   */
  static RecommendationIds ulids(InstantSource clock, RandomGenerator random) {
    return () -> Ulid.of(clock.millis(), random.nextLong(), random.nextLong());
  }
}
