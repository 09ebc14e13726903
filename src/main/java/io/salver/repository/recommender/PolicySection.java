package io.salver.repository.recommender;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.OutcomeYaml;
import io.salver.recommend.Stage;
import io.salver.recommend.pipeline.PipelinePolicy;
import io.salver.recommend.pipeline.PopularityPolicy;
import io.salver.recommend.pipeline.StageBudgets;
import io.salver.recommend.rerank.Diversity;
import io.salver.recommend.rerank.RerankPolicy;
import io.salver.recommend.rerank.Rule;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What recommender.yaml says of the pipeline beyond the models: {@code budgets}, {@code
 * popularity}, {@code diversity}, {@code exploration}, {@code deduplicate}, {@code rules} and
 * {@code monitor}.
 */
final class PolicySection {

  /** The keys that it reads. */
  static final Set<String> KEYS =
      Set.of(
          "budgets", "popularity", "diversity", "exploration", "deduplicate", "rules", "monitor");

  private static final String BUDGETS = "budgets";
  private static final String POPULARITY = "popularity";
  private static final String MONITOR = "monitor";
  private static final String LABELS = "labels";
  private static final JsonMapper PLAIN = new JsonMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final String DIVERSITY = "diversity";
  private static final Set<String> POPULARITY_KEYS = Set.of("column", "segments", "minimum");

  private final String place;
  private final Fields root;

  /** The section of the file {@code place}, whose fields are {@code root}. */
  PolicySection(String place, Fields root) {
    this.place = place;
    this.root = root;
  }

  PipelinePolicy read() {
    return new PipelinePolicy(rerank(), budgets(), popularity(), quality());
  }

  /** The column that tells the popularity of items. */
  Optional<String> popularityColumn() {
    return root.find(POPULARITY).filter(JsonNode::isObject).isPresent()
        ? root.object(POPULARITY, POPULARITY_KEYS).optionalText("column")
        : root.optionalText(POPULARITY);
  }

  private PopularityPolicy popularity() {
    if (root.find(POPULARITY).filter(JsonNode::isObject).isEmpty()) {
      return PopularityPolicy.NONE;
    }
    Fields popularity = root.object(POPULARITY, POPULARITY_KEYS);
    return new PopularityPolicy(
        popularity.texts("segments"),
        popularity.find("minimum").isPresent()
            ? popularity.count("minimum")
            : PopularityPolicy.DEFAULT_MINIMUM);
  }

  private OutcomeSettings quality() {
    Optional<JsonNode> monitor = root.find(MONITOR);
    if (monitor.isEmpty()) {
      return OutcomeSettings.DEFAULT;
    }
    Fields section = root.object(MONITOR, Set.of(LABELS, "slices"));
    if (section.find(LABELS).isPresent()) {
      var unused = section.object(LABELS, Set.of("window", "panes"));
    }
    try {
      return OutcomeYaml.read(PLAIN.convertValue(monitor.get(), MAP));
    } catch (BackendFailure wrong) {
      throw new BackendFailure(wrong.explanation().replace("model.yaml", place), wrong);
    }
  }

  private StageBudgets budgets() {
    if (root.find(BUDGETS).isEmpty()) {
      return StageBudgets.RELATIVE;
    }
    Fields budgets = root.object(BUDGETS, Set.of("embed", "retrieve", "rank"));
    Map<Stage, Duration> durations = new EnumMap<>(Stage.class);
    for (Stage stage : List.of(Stage.EMBED, Stage.RETRIEVE, Stage.RANK)) {
      budgets
          .optionalText(stage.label())
          .ifPresent(text -> durations.put(stage, duration(stage.label(), text)));
    }
    return new StageBudgets(durations);
  }

  private Duration duration(String key, String text) {
    if (text.matches("[1-9][0-9]{0,6}ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    }
    if (text.matches("[1-9][0-9]{0,3}s")) {
      return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }
    throw new BackendFailure(
        place + ": budgets: " + key + " expects a time like 20ms or 1s, received '" + text + "'");
  }

  private RerankPolicy rerank() {
    boolean detailed = root.find(DIVERSITY).filter(JsonNode::isObject).isPresent();
    Fields diversity = detailed ? root.object(DIVERSITY, Set.of("method", "weight")) : root;
    List<Rule> rules =
        root.find("rules")
            .map(node -> RulesSection.read(place + ": rules", node))
            .orElse(List.of());
    return new RerankPolicy(
        detailed
            ? diversity.optionalText("method").map(this::method).orElse(Diversity.MMR)
            : Diversity.MMR,
        share(diversity, detailed ? "weight" : DIVERSITY),
        share(root, "exploration"),
        root.optionalText("deduplicate"),
        rules);
  }

  private Diversity method(String name) {
    return Diversity.of(name)
        .orElseThrow(
            () ->
                new BackendFailure(
                    place
                        + ": diversity: method expects mmr or dpp, received '"
                        + name
                        + "'"
                        + Nearest.hint(name, List.of("mmr", "dpp"))));
  }

  private double share(Fields fields, String key) {
    double share = fields.find(key).isPresent() ? fields.number(key) : 0;
    if (share < 0 || share > 1) {
      throw new BackendFailure(
          place + ": " + key + " expects a number within 0 and 1, received " + share);
    }
    return share;
  }
}
