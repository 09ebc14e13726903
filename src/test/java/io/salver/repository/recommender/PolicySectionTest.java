package io.salver.repository.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.fault.BackendFailure;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.SliceSettings;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.Stage;
import io.salver.recommend.pipeline.PipelinePolicy;
import io.salver.recommend.pipeline.PopularityPolicy;
import io.salver.recommend.rerank.Diversity;
import io.salver.recommend.rerank.RerankPolicy;
import io.salver.recommend.rerank.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicySectionTest {

  private static final String YAML =
      """
      budgets: {embed: 20ms, rank: 1s}
      popularity: {column: clicks, segments: [market, age_group], minimum: 50}
      diversity: {method: dpp, weight: 0.3}
      exploration: 0.05
      deduplicate: title
      rules:
        - name: spring
          pin: {101: 1, 205: 3}
          from: 2026-03-01T00:00:00Z
          to: 2026-04-01T00:00:00Z
          when: {context.device: [phone], user.age_group: young}
        - name: own brand
          boost: {factor: 1.5}
          items: {brand: acme, price: {min: 10, max: 50}}
        - name: slow movers
          bury: {offset: 2}
          items: {tags: {any_of: [old], none_of: [new, 7]}}
        - name: brands
          cap: {attribute: brand, most: 2}
      """;

  @Test
  void reads_all_of_it() {
    PipelinePolicy policy = read(YAML);
    RerankPolicy rerank = policy.rerank();
    assertThat(policy.budgets().configured(Stage.EMBED)).contains(Duration.ofMillis(20));
    assertThat(policy.budgets().configured(Stage.RETRIEVE)).isEmpty();
    assertThat(policy.budgets().configured(Stage.RANK)).contains(Duration.ofSeconds(1));
    assertThat(policy.popularity())
        .isEqualTo(new PopularityPolicy(List.of("market", "age_group"), 50));
    assertThat(rerank.method()).isEqualTo(Diversity.DPP);
    assertThat(rerank.diversity()).isEqualTo(0.3);
    assertThat(rerank.exploration()).isEqualTo(0.05);
    assertThat(rerank.deduplicate()).contains("title");
    assertThat(rerank.rules())
        .extracting(Rule::name)
        .containsExactly("spring", "own brand", "slow movers", "brands");
  }

  @Test
  void reads_how_clicks_are_counted() {
    OutcomeSettings quality =
        read("monitor: {labels: {window: 2d, panes: 12}, slices: [user.market, {user.age: [25]}]}")
            .quality();
    assertThat(quality.window().length()).isEqualTo(Duration.ofDays(2));
    assertThat(quality.window().panes()).isEqualTo(12);
    assertThat(quality.slices())
        .containsExactly(
            new SliceSettings("user.market", List.of()),
            new SliceSettings("user.age", List.of(25.0)));
    assertThat(read("exploration: 0.1").quality()).isEqualTo(OutcomeSettings.DEFAULT);
  }

  @Test
  void reads_rules_in_the_order_of_the_file() {
    List<Rule> rules = read(YAML).rerank().rules();
    assertThat(((Rule.Pin) rules.get(0)).places())
        .containsExactly(Map.entry(101L, 1), Map.entry(205L, 3));
    assertThat(rules.get(0).scope().features())
        .containsExactlyInAnyOrder("context.device", "user.age_group");
    Rule.Boost boost = (Rule.Boost) rules.get(1);
    assertThat(boost.weight()).isEqualTo(new Rule.Weight(1.5, 0));
    assertThat(boost.items())
        .containsEntry("brand", new AttributeFilter.AnyOf(List.of("acme")))
        .containsEntry("price", new AttributeFilter.Range(10, 50));
    Rule.Bury bury = (Rule.Bury) rules.get(2);
    assertThat(bury.weight()).isEqualTo(new Rule.Weight(1, 2));
    assertThat(bury.items())
        .containsEntry(
            "tags",
            new AttributeFilter.AllOf(
                List.of(
                    new AttributeFilter.AnyOf(List.of("old")),
                    new AttributeFilter.NoneOf(List.of("new", "7")))));
    assertThat(rules.get(3)).isEqualTo(new Rule.Cap("brands", rules.get(3).scope(), "brand", 2));
  }

  @Test
  void everything_may_be_left_out() {
    PipelinePolicy policy = read("exploration: 0");
    assertThat(policy.rerank()).isEqualTo(RerankPolicy.NONE);
    assertThat(policy.budgets().configured(Stage.RANK)).isEmpty();
    assertThat(policy.popularity()).isEqualTo(PopularityPolicy.NONE);
  }

  @Test
  void popularity_and_diversity_may_be_said_in_a_word() {
    assertThat(section("popularity: clicks").popularityColumn()).contains("clicks");
    assertThat(section(YAML).popularityColumn()).contains("clicks");
    assertThat(read("diversity: 0.4").rerank().diversity()).isEqualTo(0.4);
    assertThat(read("diversity: 0.4").rerank().method()).isEqualTo(Diversity.MMR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "rank: 1s | rank: soon | recommender.yaml: budgets: rank expects a time like 20ms or 1s, received 'soon'",
        "rank: 1s | rnk: 1s | did you mean 'rank'",
        "method: dpp | method: ddp | did you mean 'dpp'",
        "weight: 0.3 | weight: 3 | weight expects a number within 0 and 1, received 3.0",
        "exploration: 0.05 | exploration: -1 | exploration expects a number within 0 and 1",
        "minimum: 50 | minimum: 0 | minimum expects a positive whole number",
        "name: spring | nam: spring | rules[0] has an unknown key 'nam'; did you mean 'name'",
        "name: brands | name: spring | rules[3]: name 'spring' occurs twice",
        "pin: {101: 1, | pin: {x: 1, | rules[0]: pin expects places from 1 by item id, received x=1",
        "pin: {101: 1, | pin: {101: 0, | rules[0]: pin expects places from 1 by item id, received 101=0",
        "from: 2026-03-01T00:00:00Z | from: spring | rules[0]: from expects a moment like 2026-03-01T00:00:00Z, received 'spring'",
        "boost: {factor: 1.5} | boost: {factor: 0.5} | rules[1]: boost expects a factor above 1 or an offset above 0, received factor 0.5",
        "boost: {factor: 1.5} | bury: {factor: 2, by: 1} | rules[1]: bury has an unknown key 'by'",
        "boost: {factor: 1.5} | cap: {attribute: brand, most: 1} | rules[1] takes no 'items'",
        "min: 10 | min: 60 | rules[1]: items: price expects min <= max, received 60.0 and 50.0",
        "bury: {offset: 2} | from: 2026-03-01T00:00:00Z | rules[2] expects one of boost, bury, cap and pin, received []",
        "any_of: [old] | any: [old] | rules[2]: items: tags has an unknown key 'any'",
        "any_of: [old] | any_of: [[old]] | rules[2]: items: tags: any_of expects values, received [\"old\"]",
        "most: 2 | most: none | rules[3]: cap: most expects a positive whole number, received \"none\"",
      })
  void says_what_is_wrong_and_where(String from, String to, String expected) {
    assertThat(YAML).contains(from);
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> read(YAML.replace(from, to)))
        .withMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{concept: ddm} | recommender.yaml: monitor has an unknown key 'concept'",
        "{labels: {share: 1}} | recommender.yaml: monitor: labels has an unknown key 'share'",
        "{labels: {window: soon}} | recommender.yaml: monitor.labels.window must be a duration",
        "{slices: [{user.age: [3, 2]}]} | recommender.yaml: monitor.slices must be a list",
      })
  void says_what_is_wrong_with_how_clicks_are_counted(String monitor, String expected) {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> read("monitor: " + monitor))
        .withMessageContaining(expected);
  }

  private static PipelinePolicy read(String yaml) {
    return section(yaml).read();
  }

  private static PolicySection section(String yaml) {
    try {
      return new PolicySection(
          "recommender.yaml",
          new Fields("recommender.yaml", new YAMLMapper().readTree(yaml), PolicySection.KEYS));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
