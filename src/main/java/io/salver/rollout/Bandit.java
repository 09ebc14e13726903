package io.salver.rollout;

import io.salver.routing.Slots;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Weights that are learnt while the arms serve, by {@link ThompsonSampling}.
 *
 * @param reward the outcome that counts, from 0 to 1, more being better
 * @param every the least time between two changes
 * @param floor the slots that each arm keeps, so that all go on being learnt about
 * @param least outcomes of each arm before weights change
 * @param settle the share of the leader's reward that another arm may still have over it, when the
 *     leader gets all traffic and nothing is learnt any more; absent: it is learnt for ever, as
 *     suits rewards that change
 */
public record Bandit(String reward, Duration every, int floor, long least, OptionalDouble settle) {

  /** Checks the numbers. */
  public Bandit {
    if (!every.isPositive() || floor < 0 || floor > Slots.COUNT / 2 || least < 1) {
      throw new IllegalArgumentException(
          "a bandit needs a time above 0, a floor of at most half and an outcome, received "
              + "%s, %d slots and %d".formatted(every, floor, least));
    }
  }
}
