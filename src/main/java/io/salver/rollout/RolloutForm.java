package io.salver.rollout;

import io.salver.rollout.Rollout.Phase;
import io.salver.routing.Slots;
import io.salver.routing.Split;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rollouts as plain maps, lists, texts and numbers, for YAML, JSON and the store. What is written
 * has the keys that {@link RolloutReading} reads, and {@code state} beside them.
 */
public final class RolloutForm {

  private static final String STATE = "state";
  private static final Set<String> STATE_KEYS =
      Set.of("file", "phase", "step", "since", "began", "revision", "slots");
  private static final Set<String> RANGE_KEYS = Set.of("arm", "from", "until", "step");

  private RolloutForm() {}

  /**
   * The rollout that somebody declares, as it begins.
   *
   * @param path where {@code values} stand in their document; may be empty
   * @throws io.salver.fault.Fault of the origin that names the key that is wrong
   */
  public static Rollout declared(
      Origin origin, String path, String name, Map<?, ?> values, Instant now) {
    return RolloutReading.read(origin, path, name, values, now);
  }

  /**
   * What was declared: equal for two rollouts that were declared equal, whatever became of them.
   */
  public static Map<String, Object> declaration(Rollout rollout) {
    return RolloutWriting.declaration(rollout);
  }

  /** The percentages that the arms have now. */
  public static Map<String, BigDecimal> weights(Rollout rollout) {
    return RolloutWriting.percents(rollout.split().slots().weights());
  }

  /**
   * The slots of each arm, from percentages under {@code weights}, which must be there.
   *
   * @throws io.salver.fault.Fault of the section's origin when they do not sum to 100
   */
  public static Map<String, Integer> readWeights(Section section) {
    if (!section.has("weights")) {
      throw section.wrong("weights", "percentages that sum to 100");
    }
    return RolloutReading.weights(section);
  }

  /** Everything. */
  public static Map<String, Object> write(Rollout rollout) {
    Map<String, Object> form = new LinkedHashMap<>(declaration(rollout));
    Map<String, Object> state = new LinkedHashMap<>();
    rollout.file().ifPresent(file -> state.put("file", file));
    state.put("phase", Section.nameOf(rollout.phase()));
    state.put("step", rollout.step());
    state.put("since", rollout.since().toString());
    state.put("began", rollout.began().toString());
    state.put("revision", rollout.revision());
    state.put("slots", rollout.split().slots().ranges().stream().map(RolloutForm::write).toList());
    form.put(STATE, state);
    return form;
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws io.salver.fault.BackendFailure when it is something else
   */
  public static Rollout read(String name, Map<?, ?> form) {
    Origin origin = Origin.file("rollout '" + name + "' in the store");
    Map<Object, Object> declared = new LinkedHashMap<>(form);
    Object kept = declared.remove(STATE);
    Section state =
        Section.of(origin, STATE, kept instanceof Map<?, ?> map ? map : Map.of(), STATE_KEYS);
    Instant began = Instant.parse(state.requiredText("began"));
    Rollout begun = declared(origin, "", name, declared, began);
    List<Slots.Range> ranges = new ArrayList<>();
    for (Section range : state.list("slots", RANGE_KEYS)) {
      ranges.add(
          new Slots.Range(
              range.requiredText("arm"),
              (int) range.whole("from", 0, Slots.COUNT, 0),
              (int) range.whole("until", 0, Slots.COUNT, 0),
              (int) range.whole("step", 0, Integer.MAX_VALUE, 0)));
    }
    Split split = begun.split().having(Slots.ofRanges(ranges));
    return new Rollout(
        begun.target(),
        begun.key(),
        split,
        begun.weights(),
        begun.progression(),
        begun.shadow(),
        begun.bandit(),
        begun.comparison(),
        state.text("file"),
        state.choice("phase", Phase.class, Phase.HELD),
        (int) state.whole("step", 0, Slots.COUNT, 0),
        Instant.parse(state.requiredText("since")),
        began,
        state.whole("revision", 1, Long.MAX_VALUE, 1));
  }

  private static Map<String, Object> write(Slots.Range range) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("arm", range.arm());
    form.put("from", range.from());
    form.put("until", range.until());
    form.put("step", range.since());
    return form;
  }
}
