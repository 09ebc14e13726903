package io.salver.rollout;

import io.salver.routing.Slots;
import io.salver.settings.Section;
import java.math.BigDecimal;

/** Shares as people write them, in percent with at most two decimals, and as slots. */
final class Percent {

  private static final int SLOTS = Slots.COUNT / 100;

  private Percent() {}

  /** The slots under {@code key}. */
  static int slots(Section section, String key, int otherwise) {
    var percent = section.number(key, 0, 100);
    if (percent.isEmpty()) {
      return otherwise;
    }
    double slots = percent.getAsDouble() * SLOTS;
    if (Math.abs(slots - Math.rint(slots)) > 1e-6) {
      throw section.wrong(key, "a percentage with at most two decimals");
    }
    return (int) Math.rint(slots);
  }

  /** The percentage of slots. */
  static BigDecimal of(int slots) {
    BigDecimal percent = BigDecimal.valueOf(slots, 2).stripTrailingZeros();
    return percent.scale() < 0 ? percent.setScale(0) : percent;
  }
}
