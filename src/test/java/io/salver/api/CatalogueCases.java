package io.salver.api;

import io.salver.api.CatalogueStep.Call;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one table of requests about catalogues and what must come of them, for every protocol.
 * Requests and answers are written as JSON with single quotes; {@code $1} to {@code $9} stand for
 * ids that no other case uses.
 */
public final class CatalogueCases {

  /** A picture of one pixel. */
  public static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private CatalogueCases() {}

  /** What must come of a request. */
  public sealed interface Expected {

    /** An answer that has at least these fields. */
    record Answer(String json) implements Expected {}

    /** A refusal whose text has all these parts. */
    record Refusal(int http, String grpc, List<String> parts) implements Expected {}
  }

  /**
   * One row.
   *
   * @param before what is asked first, with success
   * @param step what is asked then
   */
  public record Case(
      String name, List<CatalogueStep> before, CatalogueStep step, Expected expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Every row. */
  public static Stream<Case> all() {
    return Stream.of(items(), users(), events(), wrongItems(), wrongUsers(), wrongEvents())
        .flatMap(rows -> rows);
  }

  private static Stream<Case> items() {
    CatalogueStep boots =
        step(Call.PUT_ITEM, "$1", "{'attributes': {'title': 'Blue boots', 'price': 99.5}}");
    return Stream.of(
        answer("a new item", boots, "{'id': $1, 'outcome': 'written'}"),
        answer(
            "an item is read back",
            List.of(boots),
            step(Call.GET_ITEM, "$1", ""),
            "{'id': $1, 'attributes': {'title': 'Blue boots', 'price': 99.5}}"),
        answer(
            "an item is replaced as a whole",
            List.of(boots, step(Call.PUT_ITEM, "$1", "{'attributes': {'title': 'Boots'}}")),
            step(Call.GET_ITEM, "$1", ""),
            "{'id': $1, 'attributes': {'title': 'Boots'}}"),
        answer(
            "an item with a picture",
            List.of(step(Call.PUT_ITEM, "$1", "{'image': '" + PNG + "'}")),
            step(Call.GET_ITEM, "$1", ""),
            "{'id': $1, 'attributes': {}, 'image': '" + PNG + "'}"),
        answer(
            "Unicode is kept",
            List.of(
                step(Call.PUT_ITEM, "$1", "{'attributes': {'title': 'Stövel \u65e5\u672c 👢'}}")),
            step(Call.GET_ITEM, "$1", ""),
            "{'attributes': {'title': 'Stövel \u65e5\u672c 👢'}}"),
        answer(
            "a list says what follows",
            List.of(boots, step(Call.PUT_ITEM, "$2", "{'image': '" + PNG + "'}")),
            step(Call.LIST_ITEMS, "$0", "{'limit': 1}"),
            "{'items': [{'id': $1, 'attributes': {'title': 'Blue boots', 'price': 99.5},"
                + " 'has_image': false}], 'next': $1}"),
        answer(
            "a list goes on",
            List.of(boots, step(Call.PUT_ITEM, "$2", "{'image': '" + PNG + "'}")),
            step(Call.LIST_ITEMS, "$1", "{'limit': 1}"),
            "{'items': [{'id': $2, 'attributes': {}, 'has_image': true}], 'next': $2}"),
        answer(
            "a list ends",
            step(Call.LIST_ITEMS, "9000000000000000000", "{}"),
            "{'items': [], 'next': null}"),
        answer("an item is removed", List.of(boots), step(Call.DELETE_ITEM, "$1", ""), "{}"),
        missing(
            "a removed item is gone",
            List.of(boots, step(Call.DELETE_ITEM, "$1", "")),
            step(Call.GET_ITEM, "$1", ""),
            "item $1"),
        missing(
            "an item cannot be removed twice",
            List.of(boots, step(Call.DELETE_ITEM, "$1", "")),
            step(Call.DELETE_ITEM, "$1", ""),
            "'shop' has no item $1"));
  }

  private static Stream<Case> users() {
    CatalogueStep anna =
        step(Call.PUT_USER, "$1", "{'features': {'age_group': '25-34'}, 'history': [3, 1, 3]}");
    return Stream.of(
        answer("a new user", anna, "{'id': $1, 'outcome': 'written'}"),
        answer(
            "a user is read back",
            List.of(anna),
            step(Call.GET_USER, "$1", ""),
            "{'id': $1, 'features': {'age_group': '25-34'}, 'history': [3, 1, 3]}"),
        answer(
            "a user of whom nothing is known",
            List.of(step(Call.PUT_USER, "$1", "{}")),
            step(Call.GET_USER, "$1", ""),
            "{'id': $1, 'features': {}, 'history': []}"),
        answer("a user is removed", List.of(anna), step(Call.DELETE_USER, "$1", ""), "{}"),
        missing("nobody", List.of(), step(Call.GET_USER, "$1", ""), "user $1"),
        missing("nobody to remove", List.of(), step(Call.DELETE_USER, "$1", ""), "no user $1"));
  }

  private static Stream<Case> events() {
    String click =
        "{'id': 'e$1', 'type': 'click', 'user_id': $1, 'item_id': 7, 'at': '2026-01-02T03:04:05Z'}";
    String rating =
        "{'id': 'e$2', 'type': 'rating', 'user_id': $1, 'item_id': 8,"
            + " 'at': '2026-01-02T05:04:06+01:00', 'value': 4.5,"
            + " 'recommendation_id': '01K', 'position': 3}";
    CatalogueStep both = step(Call.RECORD_EVENTS, "", "[" + click + ", " + rating + "]");
    return Stream.of(
        answer(
            "events",
            both,
            "{'written': 2, 'unchanged': 0, 'refused': 0, 'events':"
                + " [{'id': 'e$1', 'outcome': 'written'}, {'id': 'e$2', 'outcome': 'written'}]}"),
        answer(
            "an event that is told again",
            List.of(both),
            step(Call.RECORD_EVENTS, "", "[" + rating + "]"),
            "{'written': 0, 'unchanged': 1, 'events': [{'id': 'e$2', 'outcome': 'unchanged'}]}"),
        answer(
            "an event twice in a list",
            step(Call.RECORD_EVENTS, "", "[" + click + ", " + click + "]"),
            "{'written': 1, 'unchanged': 1, 'refused': 0}"),
        answer(
            "events are read back, newest first",
            List.of(both),
            step(Call.LIST_EVENTS, "$1", "{}"),
            ("{'events': [" + rating + ", " + click + "]}")
                .replace("2026-01-02T05:04:06+01:00", "2026-01-02T04:04:06Z")),
        answer(
            "the newest event",
            List.of(both),
            step(Call.LIST_EVENTS, "$1", "{'limit': 1}"),
            ("{'events': [" + rating + "]}")
                .replace("2026-01-02T05:04:06+01:00", "2026-01-02T04:04:06Z")),
        answer("no events", step(Call.LIST_EVENTS, "$9", "{}"), "{'events': []}"),
        answer("an empty list", step(Call.RECORD_EVENTS, "", "[]"), "{'written': 0, 'events': []}"),
        answer(
            "a wrong event does not stop the others",
            step(
                Call.RECORD_EVENTS,
                "",
                "[{'id': 'e$3', 'type': 'clack', 'user_id': 1, 'item_id': 7}, " + click + "]"),
            "{'written': 1, 'unchanged': 0, 'refused': 1, 'events': [{'id': 'e$3',"
                + " 'outcome': 'refused'}, {'id': 'e$1', 'outcome': 'written'}]}"));
  }

  private static Stream<Case> wrongItems() {
    return Stream.of(
        refusal("item 0", step(Call.PUT_ITEM, "0", "{}"), "id expects a positive id", "0"),
        refusal("an item below 0", step(Call.GET_ITEM, "-4", ""), "id expects", "-4"),
        refusal("removing item 0", step(Call.DELETE_ITEM, "0", ""), "id expects", "0"),
        refusal(
            "an attribute that the schema does not have",
            step(Call.PUT_ITEM, "$1", "{'attributes': {'titel': 'Boots'}}"),
            "'titel'",
            "did you mean 'title'"),
        refusal(
            "a text as price",
            step(Call.PUT_ITEM, "$1", "{'attributes': {'price': 'cheap'}}"),
            "price",
            "cheap"),
        refusal(
            "a text with U+0000",
            step(Call.PUT_ITEM, "$1", "{'attributes': {'title': 'a\\u0000b'}}"),
            "attributes.title",
            "U+0000"),
        refusal(
            "an attribute without a name",
            step(Call.PUT_ITEM, "$1", "{'attributes': {'': 'x'}}"),
            "attributes expects names"),
        refusal(
            "a picture that is none",
            step(Call.PUT_ITEM, "$1", "{'image': 'AAAA'}"),
            "image expects a PNG or JPEG file",
            "3 bytes"),
        refusal("no items", step(Call.LIST_ITEMS, "0", "{'limit': 0}"), "limit", "received 0"),
        refusal("too many items", step(Call.LIST_ITEMS, "0", "{'limit': 1001}"), "limit", "1001"),
        refusal("items after -1", step(Call.LIST_ITEMS, "-1", "{}"), "after expects", "-1"));
  }

  private static Stream<Case> wrongUsers() {
    return Stream.of(
        refusal("user 0", step(Call.PUT_USER, "0", "{}"), "id expects a positive id", "0"),
        refusal(
            "a history with item 0",
            step(Call.PUT_USER, "$1", "{'history': [5, 0]}"),
            "history[1] expects a positive id"),
        refusal(
            "a history that is too long",
            step(Call.PUT_USER, "$1", "{'history': [1" + ",1".repeat(1000) + "]}"),
            "history takes at most 1000 entries",
            "1001"),
        refusal(
            "a feature that the schema does not have",
            step(Call.PUT_USER, "$1", "{'features': {'age': '25-34'}}"),
            "'age'"));
  }

  private static Stream<Case> wrongEvents() {
    return Stream.of(
            wrongEvent("without an id", "'id': 'e$1'", "'id': null", "id expects", "nothing"),
            wrongEvent("an empty id", "'e$1'", "''", "id expects 1 to 64 characters"),
            wrongEvent("a long id", "'e$1'", "'" + "x".repeat(65) + "'", "64 characters", "65"),
            wrongEvent("without a type", "'click'", "null", "type expects one of"),
            wrongEvent("a type that is none", "'click'", "'clik'", "did you mean 'click'"),
            wrongEvent("without a user", "'user_id': 5", "'user_id': null", "user_id expects"),
            wrongEvent("item 0", "'item_id': 7", "'item_id': 0", "item_id expects a positive id"),
            wrongEvent("no time", "2026-01-02T03:04:05Z", "yesterday", "RFC 3339", "yesterday"),
            wrongEvent("a time to come", "2026-", "2226-", "a day from now", "2226-"),
            wrongEvent("a time before 1970", "2026-", "1926-", "from 1970", "1926-"),
            wrongEvent("a rating without a value", "'click'", "'rating'", "value expects"),
            wrongEvent("a click with a value", "'at'", "'value': 3, 'at'", "value", "'rating'"),
            wrongEvent("a place without an answer", "'at'", "'position': 3, 'at'", "position"),
            wrongEvent(
                "place 0",
                "'at'",
                "'recommendation_id': 'r', 'position': 0, 'at'",
                "position expects a place from 1"))
        .map(row -> new Case("an event: " + row.name(), row.before(), row.step(), row.expected()));
  }

  /** A list of one event in which {@code right} is replaced by {@code wrong}. */
  private static Case wrongEvent(String name, String right, String wrong, String... parts) {
    String event =
        "{'id': 'e$1', 'type': 'click', 'user_id': 5, 'item_id': 7, 'at': '2026-01-02T03:04:05Z'}";
    return new Case(
        name,
        List.of(),
        step(Call.RECORD_ONE, "", event.replace(right, wrong)),
        new Expected.Refusal(400, "INVALID_ARGUMENT", List.of(parts)));
  }

  private static CatalogueStep step(Call call, String id, String json) {
    return new CatalogueStep(call, id, json);
  }

  private static Case answer(String name, CatalogueStep step, String json) {
    return answer(name, List.of(), step, json);
  }

  private static Case answer(
      String name, List<CatalogueStep> before, CatalogueStep step, String json) {
    return new Case(name, before, step, new Expected.Answer(json));
  }

  private static Case missing(
      String name, List<CatalogueStep> before, CatalogueStep step, String part) {
    return new Case(name, before, step, new Expected.Refusal(404, "NOT_FOUND", List.of(part)));
  }

  private static Case refusal(String name, CatalogueStep step, String... parts) {
    return new Case(
        name, List.of(), step, new Expected.Refusal(400, "INVALID_ARGUMENT", List.of(parts)));
  }
}
