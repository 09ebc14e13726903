package io.salver.monitor.outcome;

import io.salver.fault.Fault;
import io.salver.monitor.WindowSettings;
import io.salver.monitor.outcome.OutcomeSettings.Concept;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the keys of {@code monitor} in {@code model.yaml} that are about labels, all of which may
 * be absent:
 *
 * <pre>
 *   monitor:
 *     labels: {share: 1.0, window: 1d, panes: 24}
 *     concept: adwin                    # or ddm, none
 *     slices: [sex, race, {age: [25, 45, 65]}]
 * </pre>
 */
public final class OutcomeYaml {

  /** The keys. */
  public static final Set<String> KEYS = Set.of("labels", "concept", "slices");

  private OutcomeYaml() {}

  /**
   * The settings of a model.
   *
   * @param monitor what stands there, as plain values; keys of others are left alone
   * @throws io.salver.fault.BackendFailure that names the key that is wrong
   */
  public static OutcomeSettings read(Map<String, Object> monitor) {
    Section section = Section.of(Origin.MODEL_YAML, "monitor", monitor, monitor.keySet());
    Section labels = section.section("labels", Set.of("share", "window", "panes"));
    OutcomeSettings defaults = OutcomeSettings.DEFAULT;
    WindowSettings window = defaults.window();
    boolean isEnabled = section.flag("enabled", true);
    return new OutcomeSettings(
        isEnabled ? labels.number("share", 0, 1, defaults.share()) : 0,
        new WindowSettings(
            labels.duration("window", WindowSettings.SHORTEST, window.length()),
            labels.integer("panes", 1, WindowSettings.MOST_PANES, window.panes()),
            window.kind()),
        section.choice("concept", Concept.class, defaults.concept()),
        slices(section));
  }

  private static List<SliceSettings> slices(Section section) {
    List<SliceSettings> slices = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<?> all = section.values("slices");
    if (all.size() > OutcomeSettings.MOST_SLICES || (all.isEmpty() && section.has("slices"))) {
      throw section.wrong("slices", "a list of 1 to " + OutcomeSettings.MOST_SLICES);
    }
    for (Object written : all) {
      SliceSettings slice =
          switch (written) {
            case String feature -> new SliceSettings(feature, List.of());
            case Map<?, ?> numeric when numeric.size() == 1 -> numeric(section, numeric);
            default -> throw wrong(section);
          };
      if (!names.add(slice.feature())) {
        throw section.wrong("slices", "a list without a feature twice");
      }
      slices.add(slice);
    }
    return slices;
  }

  private static SliceSettings numeric(Section section, Map<?, ?> written) {
    Map.Entry<?, ?> entry = written.entrySet().iterator().next();
    if (!(entry.getValue() instanceof List<?> list)
        || list.isEmpty()
        || list.size() > SliceSettings.MOST_EDGES) {
      throw wrong(section);
    }
    List<Double> edges = new ArrayList<>();
    for (Object edge : list) {
      if (!(edge instanceof Number number)
          || !Double.isFinite(number.doubleValue())
          || (!edges.isEmpty() && number.doubleValue() <= edges.getLast())) {
        throw wrong(section);
      }
      edges.add(number.doubleValue());
    }
    return new SliceSettings(entry.getKey().toString(), edges);
  }

  private static Fault wrong(Section section) {
    return section.wrong(
        "slices",
        "a list of features, and of features with 1 to %d ascending edges, as [sex, {age: [25, 45]}]"
            .formatted(SliceSettings.MOST_EDGES));
  }
}
