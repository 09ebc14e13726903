package io.salver.rollout;

import io.salver.rollout.ThompsonSampling.Trials;
import io.salver.rollout.sequential.Summary;
import io.salver.routing.Arm;
import io.salver.routing.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Decides which weights a bandit learns. A pure function: every replica that knows the same draws
 * the same.
 */
final class BanditDecisions {

  private static final int DRAWS = 10_000;

  /** Slots below which nothing is changed. */
  private static final int TREMOR = Slots.COUNT / 200;

  private BanditDecisions() {}

  /**
   * What should happen now.
   *
   * @param seen of each arm since the rollout began
   * @param passed since the weights changed
   */
  static Decision decide(Rollout rollout, Bandit bandit, ArmsReport seen, Duration passed) {
    if (passed.compareTo(bandit.every()) < 0) {
      return new Decision.Wait("weights hold for at least " + bandit.every());
    }
    List<Arm> arms = rollout.split().arms();
    List<Trials> trials = new ArrayList<>();
    for (Arm arm : arms) {
      Summary reward = seen.of(arm.name()).outcomes().getOrDefault(bandit.reward(), Summary.NONE);
      if (reward.count() < bandit.least()) {
        return new Decision.Wait(
            "arm '%s' has %d outcomes of the %d that are wanted"
                .formatted(arm.name(), reward.count(), bandit.least()));
      }
      long successes = Math.round(Math.clamp(reward.mean(), 0, 1) * reward.count());
      trials.add(new Trials(successes, reward.count()));
    }
    ThompsonSampling learnt = ThompsonSampling.of(trials, DRAWS, new Random(rollout.revision()));
    String reason = reason(arms, trials, bandit);
    if (learnt.remaining() < bandit.settle().orElse(0)) {
      return new Decision.Settle(arms.get(learnt.leader()).name(), settled(learnt) + reason);
    }
    double floor = (double) Math.min(bandit.floor(), Slots.COUNT / arms.size()) / Slots.COUNT;
    Map<String, Integer> weights = weights(arms, learnt.shares(floor));
    return isTremor(rollout, weights)
        ? new Decision.Wait("the weights are as they should be")
        : new Decision.Reweigh(weights, reason);
  }

  private static String settled(ThompsonSampling learnt) {
    return String.format(
        Locale.ROOT, "no other arm has more than %.2g %% over it; ", 100 * learnt.remaining());
  }

  /** Whole slots that sum up: what rounding leaves goes to the largest. */
  private static Map<String, Integer> weights(List<Arm> arms, double[] shares) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    int left = Slots.COUNT;
    int largest = 0;
    for (int arm = 0; arm < shares.length; arm++) {
      int slots = (int) (shares[arm] * Slots.COUNT);
      weights.put(arms.get(arm).name(), slots);
      left -= slots;
      largest = shares[arm] > shares[largest] ? arm : largest;
    }
    weights.merge(arms.get(largest).name(), left, Integer::sum);
    return weights;
  }

  private static boolean isTremor(Rollout rollout, Map<String, Integer> weights) {
    Map<String, Integer> before = rollout.split().slots().weights();
    return weights.entrySet().stream()
        .allMatch(
            each -> Math.abs(each.getValue() - before.getOrDefault(each.getKey(), 0)) < TREMOR);
  }

  private static String reason(List<Arm> arms, List<Trials> trials, Bandit bandit) {
    StringJoiner reason = new StringJoiner("; ", bandit.reward() + ": ", "");
    for (int arm = 0; arm < arms.size(); arm++) {
      Trials each = trials.get(arm);
      reason.add(
          String.format(
              Locale.ROOT,
              "%s %.4g of %d",
              arms.get(arm).name(),
              (double) each.successes() / each.count(),
              each.count()));
    }
    return reason.toString();
  }
}
