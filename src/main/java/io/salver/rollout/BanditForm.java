package io.salver.rollout;

import io.salver.routing.Slots;
import io.salver.settings.Section;
import io.salver.time.DurationText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Bandits as people declare them: {@code bandit: {reward: clicks, every: 1h, floor: 5, least: 100,
 * settle: 1}}, with floor and settle in percent.
 */
final class BanditForm {

  static final String KEY = "bandit";

  private static final Set<String> KEYS = Set.of("reward", "every", "floor", "least", "settle");
  private static final int USUAL_FLOOR = Slots.COUNT / 20;
  private static final int USUAL_LEAST = 100;
  private static final double LEAST_SETTLE = .01;

  private BanditForm() {}

  static Optional<Bandit> read(Section rollout) {
    if (!rollout.has(KEY)) {
      return Optional.empty();
    }
    Section bandit = rollout.section(KEY, KEYS);
    return Optional.of(
        new Bandit(
            bandit.requiredText("reward"),
            bandit.duration("every", Duration.ofHours(1)),
            Percent.slots(bandit, "floor", USUAL_FLOOR),
            bandit.whole("least", 1, Integer.MAX_VALUE, USUAL_LEAST),
            settle(bandit)));
  }

  private static OptionalDouble settle(Section bandit) {
    OptionalDouble percent = bandit.number("settle", LEAST_SETTLE, 100);
    return percent.isPresent()
        ? OptionalDouble.of(
            BigDecimal.valueOf(percent.getAsDouble()).movePointLeft(2).doubleValue())
        : percent;
  }

  static Map<String, Object> write(Bandit bandit) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("reward", bandit.reward());
    form.put("every", DurationText.of(bandit.every()));
    form.put("floor", Percent.of(bandit.floor()));
    form.put("least", bandit.least());
    bandit
        .settle()
        .ifPresent(share -> form.put("settle", BigDecimal.valueOf(share).movePointRight(2)));
    return form;
  }
}
