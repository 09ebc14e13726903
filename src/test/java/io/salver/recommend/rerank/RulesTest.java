package io.salver.recommend.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.Placement;
import io.salver.recommend.Reranking;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class RulesTest {

  private static final Rule.Cap ONE_PER_BRAND = new Rule.Cap("one", Scope.ALWAYS, "brand", 1);

  @Test
  void without_rules_the_scores_decide() {
    Selection selection = Shelf.select(RerankPolicy.NONE, Reranking.DEFAULT, 3);
    assertThat(Shelf.ids(selection)).containsExactly(1L, 2L, 3L);
    assertThat(selection.removed()).containsExactly(Map.entry("k", 5));
    assertThat(selection.moved()).isEmpty();
  }

  @Test
  void a_cap_lets_at_most_so_many_of_a_value_in_and_items_without_one_are_free() {
    Selection selection = Shelf.select(Shelf.rules(ONE_PER_BRAND), Reranking.DEFAULT, 8);
    assertThat(Shelf.ids(selection)).containsExactly(1L, 4L, 6L, 7L);
    assertThat(selection.removed()).containsExactly(Map.entry("one", 4));
  }

  @Test
  void an_item_of_several_values_counts_for_each() {
    Rule.Cap tags = new Rule.Cap("tags", Scope.ALWAYS, "tags", 1);
    assertThat(Shelf.ids(Shelf.select(Shelf.rules(tags), Reranking.DEFAULT, 8)))
        .containsExactly(1L, 4L, 5L, 6L, 8L);
  }

  @Test
  void a_duplicate_makes_way_to_the_best_of_its_group() {
    Selection selection = Shelf.select(RerankPolicy.NONE, Shelf.wish(0, 0, "brand"), 4);
    assertThat(Shelf.ids(selection)).containsExactly(1L, 4L, 6L, 7L);
    assertThat(selection.removed()).containsExactly(Map.entry("duplicate", 3), Map.entry("k", 1));
  }

  @Test
  void an_empty_text_switches_the_default_of_duplicates_off() {
    RerankPolicy policy = new RerankPolicy(Diversity.MMR, 0, 0, Optional.of("brand"), List.of());
    assertThat(Shelf.ids(Shelf.select(policy, Reranking.DEFAULT, 2))).containsExactly(1L, 4L);
    assertThat(Shelf.ids(Shelf.select(policy, Shelf.wish(0, 0, ""), 2))).containsExactly(1L, 2L);
  }

  @Test
  void boosts_and_buries_change_scores_one_after_the_other() {
    Rule boost = boost("brands", "brand", "c", new Rule.Weight(2, 1));
    Rule bury =
        new Rule.Bury(
            "cheap",
            Scope.ALWAYS,
            Map.of("price", new AttributeFilter.Range(0, 2)),
            new Rule.Weight(2, 0));
    Selection selection = Shelf.select(Shelf.rules(boost, bury), Reranking.DEFAULT, 4);
    assertThat(selection.scores()).containsExactly(4, 3.5f, 6, 5, 4, 7, 2, 3);
    assertThat(Shelf.ids(selection)).containsExactly(6L, 3L, 4L, 1L);
    assertThat(selection.moved()).containsExactly(Map.entry("brands", 2), Map.entry("cheap", 2));
  }

  @Test
  void a_boost_raises_and_a_bury_lowers_negative_scores_too() {
    Rule.Weight twice = new Rule.Weight(2, 0);
    assertThat(twice.raise(-4)).isEqualTo(-2);
    assertThat(twice.lower(-4)).isEqualTo(-8);
    assertThat(twice.raise(0)).isZero();
  }

  @Test
  void pins_take_their_places_and_the_others_move_up() {
    Rule pin = pin("campaign", 8L, 1, 5L, 3);
    Selection selection = Shelf.select(Shelf.rules(pin), Reranking.DEFAULT, 4);
    assertThat(Shelf.ids(selection)).containsExactly(8L, 1L, 5L, 2L);
    assertThat(selection.places())
        .extracting(Selection.Placed::placement)
        .containsExactly(Placement.PINNED, Placement.RANKED, Placement.PINNED, Placement.RANKED);
    assertThat(selection.moved()).containsExactly(Map.entry("campaign", 2));
  }

  @Test
  void a_place_that_is_taken_makes_way_and_one_beyond_k_does_not_count() {
    Rule first = pin("first", 8L, 2);
    Rule second = pin("second", 7L, 2, 8L, 1);
    Rule third = pin("third", 6L, 5);
    Selection selection = Shelf.select(Shelf.rules(first, second, third), Reranking.DEFAULT, 4);
    assertThat(Shelf.ids(selection)).containsExactly(1L, 8L, 7L, 2L);
  }

  @Test
  void what_may_not_be_answered_is_not_pinned() {
    Rerank rerank =
        Shelf.begin(Shelf.rules(pin("campaign", 8L, 1, 99L, 2)), Reranking.DEFAULT, "seed");
    assertThat(rerank.pins(4, row -> row != 7)).isEmpty();
    assertThat(Shelf.ids(rerank.select(2, Shelf.ROWS, Shelf.SCORES, ItemVectors.NONE)))
        .containsExactly(1L, 2L);
  }

  @Test
  void caps_count_what_is_pinned_and_do_not_refuse_it() {
    Rule pin = pin("campaign", 2L, 2, 3L, 3);
    Selection selection = Shelf.select(Shelf.rules(pin, ONE_PER_BRAND), Reranking.DEFAULT, 4);
    assertThat(Shelf.ids(selection)).containsExactly(4L, 2L, 3L, 6L);
  }

  @Test
  void a_short_answer_puts_its_pins_at_the_end() {
    Rerank rerank = Shelf.begin(Shelf.rules(pin("campaign", 1L, 4)), Reranking.DEFAULT, "seed");
    var unused = rerank.pins(8, row -> true);
    Selection selection = rerank.select(8, new int[] {0, 1}, new float[] {2, 1}, ItemVectors.NONE);
    assertThat(selection.places()).extracting(Selection.Placed::candidate).containsExactly(1, 0);
  }

  @Test
  void rules_apply_within_their_time_and_to_whom_they_are_for() {
    Scope past = scope(Duration.ofDays(-2), Duration.ZERO);
    Scope present = scope(Duration.ZERO, Duration.ofDays(1));
    assertThat(past.holds(Shelf.NOW, Map.of())).isFalse();
    assertThat(present.holds(Shelf.NOW, Map.of())).isTrue();
    Scope phones =
        new Scope(
            Optional.empty(),
            Optional.empty(),
            Map.of("context.device", new AttributeFilter.AnyOf(List.of("phone"))));
    assertThat(phones.holds(Shelf.NOW, Map.of())).isFalse();
    assertThat(phones.holds(Shelf.NOW, Shelf.features("context.device", "phone"))).isTrue();
    assertThat(phones.holds(Shelf.NOW, Shelf.features("context.device", "desk"))).isFalse();
  }

  @Test
  void rules_can_be_left_out() {
    Reranking without =
        new Reranking(OptionalDouble.empty(), OptionalDouble.empty(), false, Optional.empty());
    assertThat(Shelf.ids(Shelf.select(Shelf.rules(pin("campaign", 8L, 1)), without, 2)))
        .containsExactly(1L, 2L);
  }

  @Test
  void what_a_rule_names_must_exist() {
    broken(new Rule.Cap("brands", Scope.ALWAYS, "brnd", 1), "rule 'brands'.cap", "'brand'");
    broken(boost("own", "brnad", "a", new Rule.Weight(2, 0)), "rule 'own'.items.brnad", "'brand'");
    broken(
        new Rule.Bury(
            "dear",
            Scope.ALWAYS,
            Map.of("brand", new AttributeFilter.Range(1, 2)),
            new Rule.Weight(2, 0)),
        "rule 'dear'.items.brand",
        "expects a list of values");
    Scope weather =
        new Scope(
            Optional.empty(),
            Optional.empty(),
            Map.of("context.devise", new AttributeFilter.AnyOf(List.of("phone"))));
    broken(
        new Rule.Cap("brands", weather, "brand", 1),
        "rule 'brands'.when: there is no feature 'context.devise'",
        "'context.device'");
  }

  @Test
  void an_attribute_that_a_request_names_must_exist() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> Shelf.begin(RerankPolicy.NONE, Shelf.wish(0, 0, "brnd"), "seed"))
        .withMessageContaining("deduplicate: there is no attribute 'brnd'");
  }

  private static void broken(Rule rule, String... parts) {
    Reranker reranker = new Reranker(Shelf.rules(rule), Shelf.ITEMS);
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> reranker.check(List.of("context.device")))
        .satisfies(fault -> assertThat(fault.explanation()).contains(parts));
  }

  private static Scope scope(Duration from, Duration to) {
    return new Scope(Optional.of(Shelf.NOW.plus(from)), Optional.of(Shelf.NOW.plus(to)), Map.of());
  }

  private static Rule boost(String name, String attribute, String value, Rule.Weight weight) {
    return new Rule.Boost(
        name, Scope.ALWAYS, Map.of(attribute, new AttributeFilter.AnyOf(List.of(value))), weight);
  }

  private static Rule pin(String name, long id, int place) {
    return new Rule.Pin(name, Scope.ALWAYS, new LinkedHashMap<>(Map.of(id, place)));
  }

  private static Rule pin(String name, long id, int place, long other, int otherPlace) {
    LinkedHashMap<Long, Integer> places = new LinkedHashMap<>();
    places.put(id, place);
    places.put(other, otherPlace);
    return new Rule.Pin(name, Scope.ALWAYS, places);
  }
}
