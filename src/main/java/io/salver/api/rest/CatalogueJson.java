package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.catalogue.CatalogueEntries;
import io.salver.api.catalogue.EventDraft;
import io.salver.api.catalogue.ToldEvent;
import io.salver.fault.InvalidInput;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Decodes items, users and events, alone and as lines of a bulk load. Immutable; every method
 * throws {@link InvalidInput} that names the field, what was expected and what came.
 */
final class CatalogueJson {

  private static final Set<String> ITEM_FIELDS = Set.of("id", "attributes", "image");
  private static final Set<String> USER_FIELDS = Set.of("id", "features", "history");
  private static final Set<String> ITEM_LINE = Set.of("id", "attributes", "image", "delete");
  private static final Set<String> USER_LINE = Set.of("id", "features", "history", "delete");
  private static final Set<String> DELETION = Set.of("id", "delete");
  private static final Set<String> EVENT_FIELDS =
      Set.of("id", "type", "user_id", "item_id", "at", "value", "recommendation_id", "position");
  private static final String BODY = "the body";
  private static final String LINE = "the line";

  private final Clock clock;

  /** A decoder that dates events that have no time by {@code clock}. */
  CatalogueJson(Clock clock) {
    this.clock = clock;
  }

  /** The events of a body, which is one or a list of them. */
  sealed interface Events {
    record One(Event event) implements Events {}

    record Many(List<ToldEvent> events) implements Events {}
  }

  Item item(byte[] body, long id) {
    JsonFields fields = new JsonFields("", JsonBody.parse(body, BODY)).only(ITEM_FIELDS);
    return item(fields, CatalogueEntries.sameId(id, fields.whole("id")));
  }

  User user(byte[] body, long id) {
    JsonFields fields = new JsonFields("", JsonBody.parse(body, BODY)).only(USER_FIELDS);
    return user(fields, CatalogueEntries.sameId(id, fields.whole("id")));
  }

  Events events(byte[] body) {
    JsonNode document = JsonBody.parse(body, BODY);
    if (!document.isArray()) {
      JsonFields.require(document.isObject(), BODY, "an event or a list of events", document);
      return new Events.One(event(new JsonFields("", document)));
    }
    if (document.size() > CatalogueService.MAX_CHANGES) {
      throw new InvalidInput(
          "the body takes at most "
              + CatalogueService.MAX_CHANGES
              + " events, received "
              + document.size()
              + "; send more as application/x-ndjson, one a line");
    }
    List<ToldEvent> events = new ArrayList<>(document.size());
    for (JsonNode element : document) {
      events.add(told(element));
    }
    return new Events.Many(events);
  }

  Change itemLine(byte[] line) {
    JsonFields fields = object(line).only(ITEM_LINE);
    return isDeletion(fields)
        ? new Change.RemoveItem(requiredId(fields))
        : new Change.PutItem(item(fields, requiredId(fields)));
  }

  Change userLine(byte[] line) {
    JsonFields fields = object(line).only(USER_LINE);
    return isDeletion(fields)
        ? new Change.RemoveUser(requiredId(fields))
        : new Change.PutUser(user(fields, requiredId(fields)));
  }

  Change eventLine(byte[] line) {
    return new Change.Record(event(object(line)));
  }

  private static JsonFields object(byte[] line) {
    JsonNode node = JsonBody.parse(line, LINE);
    JsonFields.require(node.isObject(), LINE, "an object", node);
    return new JsonFields("", node);
  }

  private static Item item(JsonFields fields, long id) {
    return CatalogueEntries.item(
        id, values(fields, "attributes"), fields.find("image").map(CatalogueJson::image));
  }

  private static User user(JsonFields fields, long id) {
    return CatalogueEntries.user(
        id,
        values(fields, "features"),
        fields.wholes("history", RecommendationRequest.MAX_HISTORY).orElse(List.of()));
  }

  private static Map<String, Value> values(JsonFields fields, String name) {
    return fields
        .find(name)
        .map(node -> JsonValues.read(new JsonFields(fields.at(name), node)))
        .orElse(Map.of());
  }

  private static byte[] image(JsonNode node) {
    JsonFields.require(node.isTextual(), "image", "a PNG or JPEG file in Base64", node);
    try {
      return node.binaryValue();
    } catch (IOException e) {
      throw JsonFields.wrong("image", "a PNG or JPEG file in Base64", node);
    }
  }

  private static boolean isDeletion(JsonFields fields) {
    Optional<Boolean> delete = fields.flag("delete");
    if (delete.isPresent() && delete.get()) {
      var unused = fields.only(DELETION);
    }
    return delete.orElse(false);
  }

  private static long requiredId(JsonFields fields) {
    OptionalLong id = fields.whole("id");
    return CatalogueEntries.positiveId(
        id.orElseThrow(() -> new InvalidInput("id expects a positive id, received nothing")));
  }

  private ToldEvent told(JsonNode node) {
    try {
      JsonFields.require(node.isObject(), "an event", "an object", node);
      return new ToldEvent.Right(event(new JsonFields("", node)));
    } catch (InvalidInput e) {
      return new ToldEvent.Wrong(
          Optional.ofNullable(node.get("id"))
              .filter(id -> id.isTextual() && id.textValue().length() <= Event.MAX_ID)
              .map(JsonNode::textValue),
          e.explanation());
    }
  }

  private Event event(JsonFields fields) {
    EventDraft draft = new EventDraft();
    fields.only(EVENT_FIELDS).text("id").ifPresent(draft::id);
    fields.text("type").ifPresent(draft::type);
    fields.whole("user_id").ifPresent(draft::user);
    fields.whole("item_id").ifPresent(draft::item);
    fields.text("at").ifPresent(draft::at);
    fields.find("value").ifPresent(node -> draft.value(fields.real("value", node)));
    fields.text("recommendation_id").ifPresent(draft::recommendation);
    fields.whole("position").ifPresent(draft::position);
    return draft.event(clock.instant());
  }
}
