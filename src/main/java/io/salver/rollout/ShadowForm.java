package io.salver.rollout;

import io.salver.rollout.shadow.Comparison;
import io.salver.rollout.shadow.Shadow;
import io.salver.routing.Slots;
import io.salver.settings.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A shadow as people declare it:
 *
 * <pre>
 *   arm: canary
 *   share: 10             # percent of what the control runs
 *   compare: tolerance    # or exact, top, rank
 *   tolerance: 0.001      # of compare: tolerance
 *   top: 5                # of compare: top
 *   output: logits        # without it all outputs
 * </pre>
 */
final class ShadowForm {

  static final String KEY = "shadow";
  static final Set<String> KEYS = Set.of("arm", "share", "compare", "tolerance", "top", "output");

  private static final double TOLERANCE = 1e-3;
  private static final int TOP = 5;

  private enum Way {
    EXACT,
    TOLERANCE,
    TOP,
    RANK
  }

  private ShadowForm() {}

  static Shadow read(Section section) {
    int slots = Percent.slots(section, "share", Slots.COUNT);
    if (slots == 0) {
      throw section.wrong("share", "a percentage above 0");
    }
    Comparison comparison =
        switch (section.choice("compare", Way.class, Way.TOLERANCE)) {
          case EXACT -> new Comparison.Exact();
          case TOLERANCE ->
              new Comparison.Tolerance(section.number("tolerance", 1e-12, 1e12).orElse(TOLERANCE));
          case TOP -> new Comparison.TopOverlap((int) section.whole("top", 1, 1_000, TOP));
          case RANK -> new Comparison.RankCorrelation();
        };
    return new Shadow(
        section.text("arm").orElse(KEY),
        (double) slots / Slots.COUNT,
        comparison,
        section.text("output"));
  }

  static Map<String, Object> write(Shadow shadow) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("arm", shadow.arm());
    form.put("share", Percent.of((int) Math.rint(shadow.share() * Slots.COUNT)));
    switch (shadow.comparison()) {
      case Comparison.Exact() -> form.put("compare", Section.nameOf(Way.EXACT));
      case Comparison.Tolerance(double most) -> {
        form.put("compare", Section.nameOf(Way.TOLERANCE));
        form.put("tolerance", most);
      }
      case Comparison.TopOverlap(int count) -> {
        form.put("compare", Section.nameOf(Way.TOP));
        form.put("top", count);
      }
      case Comparison.RankCorrelation() -> form.put("compare", Section.nameOf(Way.RANK));
    }
    shadow.output().ifPresent(output -> form.put("output", output));
    return form;
  }
}
