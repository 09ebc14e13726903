package io.salver.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one table of recommendation requests and what must come of them, for every protocol. Requests
 * are written as JSON; the bundled shop answers.
 */
final class RecommendationCases {

  private RecommendationCases() {}

  /** What must come of a request. */
  sealed interface Expected {

    /**
     * An answer of so many items.
     *
     * @param fallback its fallback; empty for none
     */
    record Answer(int items, String fallback) implements Expected {}

    /** A refusal whose text has all these parts. */
    record Refusal(int http, String grpc, List<String> parts) implements Expected {}
  }

  /**
   * One row.
   *
   * @param onlyJson whether no other protocol can express it
   */
  record Case(String name, String json, boolean onlyJson, Expected expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A reload.
   *
   * @param refusal what must come of it; absent: the recommender, ready
   */
  record Reload(String recommender, Optional<Expected.Refusal> refusal) {}

  static Stream<Reload> reloads() {
    return Stream.of(
        new Reload("shop", Optional.empty()),
        new Reload(
            "shoppe",
            Optional.of(
                new Expected.Refusal(
                    404, "NOT_FOUND", List.of("'shoppe'", "did you mean 'shop'")))));
  }

  static Stream<Case> all() {
    return Stream.of(answers(), refusals(), jsonOnly()).flatMap(rows -> rows);
  }

  private static Stream<Case> answers() {
    return Stream.of(
        answer("a known user", "{'user_id': 1}", 10, ""),
        answer("the recommender by name", "{'recommender': 'shop', 'user_id': 2, 'k': 3}", 3, ""),
        answer("one item", "{'user_id': 1, 'k': 1, 'candidates': 1}", 1, ""),
        answer("the most there may be", "{'user_id': 3, 'k': 1000, 'candidates': 1000}", 1000, ""),
        answer("nobody", "{}", 10, "popularity"),
        answer("an unknown user", "{'user_id': 987654321}", 10, "popularity"),
        answer(
            "an unknown user with features",
            "{'user_id': 987654321, 'user': {'age_group': '25-34'}}",
            10,
            "unknown_user"),
        answer("a history without a user", "{'history': [10, 20, 30]}", 10, "anonymous_user"),
        answer(
            "a known user whose history is replaced",
            "{'user_id': 1, 'history': [5, 6, 7]}",
            10,
            ""),
        answer("items that nobody knows", "{'history': [999999999]}", 10, "popularity"),
        answer("the context by hand", "{'user_id': 1, 'context': {'month': '12'}}", 10, ""),
        answer("the context as a number", "{'user_id': 1, 'context': {'month': 7}}", 10, ""),
        answer(
            "categories", "{'user_id': 1, 'filter': {'category': ['boots', 'sneakers']}}", 10, ""),
        answer(
            "a price and a category",
            "{'user_id': 1, 'filter': {'price': {'min': 20, 'max': 200}, 'category': ['boots']}}",
            10,
            ""),
        answer(
            "a price with an open end", "{'user_id': 1, 'filter': {'price': {'max': 50}}}", 10, ""),
        answer("nothing that fits", "{'user_id': 1, 'filter': {'category': ['unicorns']}}", 0, ""),
        answer(
            "attributes and an explanation",
            "{'user_id': 1, 'attributes': ['title', 'price'], 'explain': true}",
            10,
            ""),
        answer("seen items too", "{'user_id': 1, 'exclude_seen': false}", 10, ""),
        answer(
            "none of some values and a price",
            "{'user_id': 1, 'filter': {'category': {'none': ['boots']}, 'price': {'max': 90}}}",
            10,
            ""),
        answer(
            "some values but not others",
            "{'user_id': 1, 'filter': {'colour': {'any': ['red', 'blue'], 'none': ['blue']}}}",
            10,
            ""),
        answer(
            "diversity, no exploration and no duplicates",
            "{'user_id': 1, 'diversity': 0.5, 'exploration': 0, 'deduplicate': 'brand',"
                + " 'rules': false, 'k': 5}",
            5,
            ""),
        answer("exclusions", "{'user_id': 1, 'exclude': [1, 2, 3, 999999999]}", 10, ""));
  }

  private static Stream<Case> refusals() {
    return Stream.of(
        refusal("k of 0", "{'user_id': 1, 'k': 0}", "k must be within 1 and 1000", "received 0"),
        refusal("k of a billion", "{'user_id': 1, 'k': 1000000000}", "k must be", "1000000000"),
        refusal("k below 0", "{'user_id': 1, 'k': -5}", "k must be", "-5"),
        refusal("too many candidates", "{'candidates': 10001}", "candidates must be", "10001"),
        refusal(
            "fewer candidates than items",
            "{'k': 20, 'candidates': 10}",
            "candidates must be at least k (20)",
            "received 10"),
        refusal("user 0", "{'user_id': 0}", "user_id expects a positive id", "received 0"),
        refusal("a negative item", "{'history': [5, -1]}", "history[1]", "received -1"),
        refusal("an exclusion of 0", "{'exclude': [0]}", "exclude[0]", "received 0"),
        refusal(
            "an unknown attribute",
            "{'user_id': 1, 'attributes': ['titel']}",
            "'titel'",
            "did you mean 'title'"),
        refusal(
            "an unknown filter",
            "{'user_id': 1, 'filter': {'categories': ['boots']}}",
            "'categories'",
            "did you mean 'category'"),
        refusal(
            "a range over words",
            "{'user_id': 1, 'filter': {'category': {'min': 1}}}",
            "filter.category",
            "expects a list of values"),
        refusal(
            "words as a price",
            "{'user_id': 1, 'filter': {'price': ['cheap']}}",
            "filter.price",
            "'cheap'"),
        refusal(
            "an empty range",
            "{'user_id': 1, 'filter': {'price': {'min': 9, 'max': 1}}}",
            "filter.price",
            "min <= max"),
        refusal("an unknown feature", "{'user': {'age': '25-34'}}", "'age'", "age_group"),
        refusal(
            "an unknown value of a feature",
            "{'user': {'age_group': '25-35'}}",
            "user.age_group",
            "did you mean '25-34'"),
        refusal(
            "a month of 13", "{'user_id': 1, 'context': {'month': 13}}", "context.month", "'13'"),
        refusal("too much diversity", "{'diversity': 1.5}", "diversity must be", "received 1.5"),
        refusal("exploration below 0", "{'exploration': -0.1}", "exploration must", "-0.1"),
        refusal(
            "a strategy that is none",
            "{'user_id': 1, 'strategy': 'popularty'}",
            "strategy expects one of",
            "did you mean 'popularity'"),
        refusal("no time at all", "{'user_id': 1, 'timeout_ms': 0}", "timeout_ms", "received 0"),
        new Case(
            "an unknown recommender",
            "{\"recommender\": \"shoppe\", \"user_id\": 1}",
            false,
            new Expected.Refusal(404, "NOT_FOUND", List.of("'shoppe'", "did you mean 'shop'"))));
  }

  private static Stream<Case> jsonOnly() {
    return Stream.of(
            refusal("malformed JSON", "{'user_id': 1", "not well-formed JSON"),
            refusal("an empty body", "", "the body is empty"),
            refusal("an array", "[]", "the body expects an object", "[]"),
            refusal("two documents", "{} {}", "not well-formed JSON"),
            refusal("a field twice", "{'k': 1, 'k': 2}", "not well-formed JSON", "k"),
            refusal("an unknown field", "{'usr_id': 1}", "'usr_id'", "did you mean 'user_id'"),
            refusal("a user by name", "{'user_id': 'anna'}", "user_id expects", "\"anna\""),
            refusal("a fraction as id", "{'user_id': 1.5}", "user_id expects", "1.5"),
            refusal("an id over 63 bits", "{'user_id': 9223372036854775808}", "user_id", "63 bits"),
            refusal("k as text", "{'k': 'ten'}", "k expects a whole number", "\"ten\""),
            refusal("not a number", "{'k': NaN}", "not well-formed JSON"),
            refusal("an endless number", "{'user': {'age_group': 1e999}}", "user.age_group"),
            refusal("a history that is no list", "{'history': 5}", "history expects a list", "5"),
            refusal("words in a history", "{'history': [1, 'two']}", "history[1]", "\"two\""),
            refusal("a flag as text", "{'explain': 'yes'}", "explain expects true or false"),
            refusal("a filter that is text", "{'filter': {'price': '5'}}", "filter.price"),
            refusal(
                "a mistyped end",
                "{'filter': {'price': {'mim': 5}}}",
                "'filter.price.mim'",
                "did you mean 'min'"),
            refusal("a flag as feature", "{'user': {'age_group': true}}", "user.age_group"),
            refusal("a deep nest", "[".repeat(100), "not well-formed JSON"))
        .map(row -> new Case(row.name(), row.json(), true, row.expected()));
  }

  private static Case answer(String name, String json, int items, String fallback) {
    return new Case(name, json.replace('\'', '"'), false, new Expected.Answer(items, fallback));
  }

  private static Case refusal(String name, String json, String... parts) {
    return new Case(
        name,
        json.replace('\'', '"'),
        false,
        new Expected.Refusal(400, "INVALID_ARGUMENT", List.of(parts)));
  }
}
