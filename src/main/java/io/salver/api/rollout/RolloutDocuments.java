package io.salver.api.rollout;

import io.salver.rollout.ArmComparison;
import io.salver.rollout.ArmStatistics;
import io.salver.rollout.EvidenceForm;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutEvent;
import io.salver.rollout.RolloutEvidence;
import io.salver.rollout.RolloutForm;
import io.salver.rollout.sequential.Summary;
import io.salver.routing.Arm;
import io.salver.routing.Choice;
import io.salver.settings.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rollouts as documents. Numbers that are not finite are left out. */
final class RolloutDocuments {

  private RolloutDocuments() {}

  /** What was declared, and where it stands. */
  static Map<String, Object> rollout(Rollout rollout) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", rollout.name());
    rollout.spec().file().ifPresent(file -> document.put("file", file));
    document.put("phase", Section.nameOf(rollout.phase()));
    rollout
        .spec()
        .progression()
        .ifPresent(
            progression -> {
              document.put("step", rollout.state().step() + 1);
              document.put("steps", progression.plan().steps().size());
            });
    document.put("weights", RolloutForm.weights(rollout));
    document.put("since", rollout.since().toString());
    document.put("began", rollout.began().toString());
    document.put("revision", rollout.revision());
    document.put("declaration", RolloutForm.declaration(rollout.spec()));
    return document;
  }

  /** The same, with all that is known of its arms. */
  static Map<String, Object> rollout(Rollout rollout, RolloutEvidence evidence) {
    Map<String, Object> document = rollout(rollout);
    evidence
        .next()
        .ifPresent(
            decision -> {
              Map<String, Object> next = new LinkedHashMap<>();
              next.put("decision", Section.nameOf(decision.kind()));
              next.put("reason", decision.reason());
              document.put("next", next);
            });
    document.put("sample_ratio_p_value", evidence.seen().sampleRatio());
    Map<String, Object> arms = new LinkedHashMap<>();
    for (Arm arm : rollout.split().arms()) {
      arms.put(arm.name(), arm(arm, evidence.seen().of(arm.name())));
    }
    document.put("arms", arms);
    document.put(
        "comparisons", evidence.comparisons().stream().map(RolloutDocuments::comparison).toList());
    return document;
  }

  /** What happened. */
  static Map<String, Object> event(RolloutEvent event) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("at", event.at().toString());
    document.put("kind", event.kind());
    document.put("actor", event.actor());
    document.put("reason", event.reason());
    document.put("revision", event.revision());
    document.put("findings", EvidenceForm.findings(event.findings()));
    return document;
  }

  /** Who would answer. */
  static Map<String, Object> choice(Choice choice) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("arm", choice.arm().name());
    document.put("version", choice.arm().version());
    document.put("reason", Section.nameOf(choice.reason()));
    document.put("randomized", choice.isRandomized());
    return document;
  }

  private static Map<String, Object> arm(Arm arm, ArmStatistics seen) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", arm.version());
    document.put("requests", seen.requests());
    document.put("errors", seen.errors());
    if (seen.requests() > 0) {
      document.put("error_ratio", (double) seen.errors() / seen.requests());
    }
    if (seen.latency().count() > 0) {
      document.put("latency_seconds", Math.exp(seen.latency().mean()));
    }
    Map<String, Object> outcomes = new LinkedHashMap<>();
    new TreeMap<>(seen.outcomes()).forEach((name, summary) -> outcomes.put(name, mean(summary)));
    document.put("outcomes", outcomes);
    return document;
  }

  private static Map<String, Object> mean(Summary summary) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("count", summary.count());
    document.put("mean", summary.mean());
    return document;
  }

  private static Map<String, Object> comparison(ArmComparison comparison) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("arm", comparison.arm());
    document.putAll(EvidenceForm.findings(List.of(comparison.finding())).getFirst());
    document.put("p_value", comparison.pValue());
    Map<String, Object> lift = new LinkedHashMap<>();
    putFinite(lift, "estimate", comparison.lift().estimate());
    putFinite(lift, "low", comparison.lift().low());
    putFinite(lift, "high", comparison.lift().high());
    document.put("lift", lift);
    comparison.needed().ifPresent(needed -> document.put("needed", needed));
    comparison.left().ifPresent(left -> document.put("seconds_left", left.toSeconds()));
    return document;
  }

  private static void putFinite(Map<String, Object> document, String key, double value) {
    if (Double.isFinite(value)) {
      document.put(key, value);
    }
  }
}
