package io.salver.rollout;

import io.salver.settings.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Comparisons as people declare them: {@code compare: {level: 0.05, least: 200, criteria: {clicks:
 * 0.005, -loss: 0.1}}}, and criteria wherever they stand.
 */
final class CriteriaForm {

  static final String KEY = "compare";

  private static final Set<String> KEYS = Set.of("level", "least", "criteria");

  private CriteriaForm() {}

  static Optional<Criteria> read(Section rollout) {
    if (!rollout.has(KEY)) {
      return Optional.empty();
    }
    Section compare = rollout.section(KEY, KEYS);
    Criteria usual = Criteria.USUAL;
    List<Criterion> criteria = criteria(compare.open("criteria"));
    return Optional.of(
        new Criteria(
            criteria.isEmpty() ? usual.criteria() : criteria,
            compare.number("level", 1e-6, .5).orElse(usual.alpha()),
            compare.whole("least", 2, Integer.MAX_VALUE, usual.least())));
  }

  static Map<String, Object> write(Criteria comparison) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("level", comparison.alpha());
    form.put("least", comparison.least());
    form.put("criteria", criteria(comparison.criteria()));
    return form;
  }

  /** Margins by the names of criteria. */
  static List<Criterion> criteria(Section margins) {
    List<Criterion> criteria = new ArrayList<>();
    for (String name : margins.names()) {
      double margin =
          margins
              .number(name, 0, Double.MAX_VALUE)
              .orElseThrow(() -> margins.wrong(name, "a margin above 0"));
      criteria.add(Criterion.named(name, margin));
    }
    return criteria;
  }

  /** What {@link #criteria(Section)} reads. */
  static Map<String, Object> criteria(List<Criterion> criteria) {
    Map<String, Object> margins = new LinkedHashMap<>();
    criteria.forEach(criterion -> margins.put(name(criterion), criterion.margin()));
    return margins;
  }

  private static String name(Criterion criterion) {
    boolean isUsual = criterion.better() == Criterion.named(criterion.name(), 1).better();
    return isUsual ? criterion.name() : "-" + criterion.name();
  }
}
