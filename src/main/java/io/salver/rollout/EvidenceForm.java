package io.salver.rollout;

import io.salver.rollout.Criterion.Better;
import io.salver.rollout.Finding.Verdict;
import io.salver.rollout.sequential.Summary;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Evidence as plain maps, lists, texts and numbers, for JSON and the store. Ends of intervals that
 * are not finite are left out.
 */
public final class EvidenceForm {

  private static final Origin STORE = Origin.file("evidence in the store");
  private static final Set<String> FINDING =
      Set.of("criterion", "better", "margin", "verdict", "worse", "low", "high", "least");
  private static final Set<String> ARM = Set.of("requests", "errors", "latency", "outcomes");
  private static final Set<String> SUMMARY = Set.of("count", "mean", "variance");

  private EvidenceForm() {}

  /** Findings, in their order. */
  public static List<Map<String, Object>> findings(List<Finding> findings) {
    return findings.stream().map(EvidenceForm::finding).toList();
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("criterion", finding.criterion().name());
    form.put("better", Section.nameOf(finding.criterion().better()));
    form.put("margin", finding.criterion().margin());
    form.put("verdict", Section.nameOf(finding.verdict()));
    putFinite(form, "worse", finding.worse());
    putFinite(form, "low", finding.low());
    putFinite(form, "high", finding.high());
    form.put("least", finding.least());
    return form;
  }

  /** What {@link #findings} wrote. */
  public static List<Finding> readFindings(List<?> forms) {
    List<Finding> findings = new ArrayList<>();
    for (Section form :
        Section.of(STORE, "", Map.of("findings", forms), Set.of("findings"))
            .list("findings", FINDING)) {
      Criterion criterion =
          new Criterion(
              form.requiredText("criterion"),
              form.choice("better", Better.class, Better.LOWER),
              number(form, "margin", 1));
      findings.add(
          new Finding(
              criterion,
              form.choice("verdict", Verdict.class, Verdict.INCONCLUSIVE),
              number(form, "worse", 0),
              number(form, "low", Double.NEGATIVE_INFINITY),
              number(form, "high", Double.POSITIVE_INFINITY),
              form.whole("least", 0, Long.MAX_VALUE, 0)));
    }
    return findings;
  }

  /** What was seen of arms, by their names. */
  public static Map<String, Object> arms(Map<String, ArmStatistics> arms) {
    Map<String, Object> forms = new LinkedHashMap<>();
    new TreeMap<>(arms).forEach((name, arm) -> forms.put(name, arm(arm)));
    return forms;
  }

  private static Map<String, Object> arm(ArmStatistics arm) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("requests", arm.requests());
    form.put("errors", arm.errors());
    form.put("latency", summary(arm.latency()));
    Map<String, Object> outcomes = new LinkedHashMap<>();
    new TreeMap<>(arm.outcomes()).forEach((name, outcome) -> outcomes.put(name, summary(outcome)));
    form.put("outcomes", outcomes);
    return form;
  }

  private static Map<String, Object> summary(Summary summary) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("count", summary.count());
    form.put("mean", summary.mean());
    form.put("variance", summary.variance());
    return form;
  }

  /** What {@link #arms} wrote. */
  public static Map<String, ArmStatistics> readArms(Map<?, ?> forms) {
    Map<String, ArmStatistics> arms = new TreeMap<>();
    Section.of(STORE, "", Map.of("arms", forms), Set.of("arms"))
        .sections("arms", ARM)
        .forEach((name, form) -> arms.put(name, readArm(form)));
    return arms;
  }

  private static ArmStatistics readArm(Section form) {
    Map<String, Summary> outcomes = new TreeMap<>();
    form.sections("outcomes", SUMMARY)
        .forEach((name, summary) -> outcomes.put(name, readSummary(summary)));
    return new ArmStatistics(
        form.whole("requests", 0, Long.MAX_VALUE, 0),
        form.whole("errors", 0, Long.MAX_VALUE, 0),
        readSummary(form.section("latency", SUMMARY)),
        outcomes);
  }

  private static Summary readSummary(Section form) {
    return new Summary(
        form.whole("count", 0, Long.MAX_VALUE, 0),
        number(form, "mean", 0),
        number(form, "variance", 0));
  }

  private static double number(Section form, String key, double otherwise) {
    return form.number(key, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).orElse(otherwise);
  }

  private static void putFinite(Map<String, Object> form, String key, double value) {
    if (Double.isFinite(value)) {
      form.put(key, value);
    }
  }
}
