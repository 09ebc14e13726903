package io.salver.rollout;

import io.salver.rollout.RolloutState.Phase;
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
   * What somebody declares.
   *
   * @param path where {@code values} stand in their document; may be empty
   * @throws io.salver.fault.Fault of the origin that names the key that is wrong
   */
  public static RolloutSpec declared(Origin origin, String path, String name, Map<?, ?> values) {
    return RolloutReading.read(origin, path, name, values);
  }

  /** What was declared, but for who did: equal where the same was. */
  public static Map<String, Object> declaration(RolloutSpec spec) {
    return RolloutWriting.declaration(spec);
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
    Map<String, Object> form = new LinkedHashMap<>(declaration(rollout.spec()));
    form.put(STATE, state(rollout));
    return form;
  }

  private static Map<String, Object> state(Rollout rollout) {
    RolloutState state = rollout.state();
    Map<String, Object> form = new LinkedHashMap<>();
    rollout.spec().file().ifPresent(file -> form.put("file", file));
    form.put("phase", Section.nameOf(state.phase()));
    form.put("step", state.step());
    form.put("since", state.since().toString());
    form.put("began", state.began().toString());
    form.put("revision", state.revision());
    form.put("slots", state.split().slots().ranges().stream().map(RolloutForm::write).toList());
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
    RolloutSpec spec = declared(origin, "", name, declared);
    return new Rollout(
        state.text("file").map(spec::declaredBy).orElse(spec), state(state, spec.split()));
  }

  private static RolloutState state(Section state, Split declared) {
    List<Slots.Range> ranges = new ArrayList<>();
    for (Section range : state.list("slots", RANGE_KEYS)) {
      ranges.add(
          new Slots.Range(
              range.requiredText("arm"),
              (int) range.whole("from", 0, Slots.COUNT, 0),
              (int) range.whole("until", 0, Slots.COUNT, 0),
              (int) range.whole("step", 0, Integer.MAX_VALUE, 0)));
    }
    return new RolloutState(
        declared.having(Slots.ofRanges(ranges)),
        state.choice("phase", Phase.class, Phase.HELD),
        (int) state.whole("step", 0, Slots.COUNT, 0),
        Instant.parse(state.requiredText("since")),
        Instant.parse(state.requiredText("began")),
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
