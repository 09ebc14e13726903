package io.salver.recommend.live;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.AttributeKind;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.catalogue.Histories;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import io.salver.recommend.feature.Pixels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Checks changes against the schema of a catalogue, and gives values the kinds of their columns.
 * Immutable.
 *
 * @param items kinds of the items' attributes
 * @param users kinds of the users' features
 */
record ChangeCheck(
    SequencedMap<String, AttributeKind> items,
    SequencedMap<String, AttributeKind> users,
    InstantSource clock) {

  private static final int MAX_TEXT = 10_000;
  private static final int MAX_TEXTS = 100;
  private static final Duration AHEAD = Duration.ofDays(1);

  /**
   * The change as it is to be kept.
   *
   * @throws InvalidInput when it contradicts the schema
   */
  Change check(Change change) {
    return switch (change) {
      case Change.PutItem put -> new Change.PutItem(check(put.item()));
      case Change.PutUser put -> new Change.PutUser(check(put.user()));
      case Change.RemoveItem remove -> {
        positive("item id", remove.item());
        yield remove;
      }
      case Change.RemoveUser remove -> {
        positive("user id", remove.user());
        yield remove;
      }
      case Change.Record happened -> {
        check(happened.event());
        yield happened;
      }
    };
  }

  private Item check(Item item) {
    positive("item id", item.id());
    item.image().ifPresent(Pixels::check);
    return new Item(item.id(), conform("attributes", item.attributes(), items), item.image());
  }

  private User check(User user) {
    positive("user id", user.id());
    if (user.history().size() > Histories.MOST) {
      throw new InvalidInput(
          "history takes at most " + Histories.MOST + " items, received " + user.history().size());
    }
    for (int i = 0; i < user.history().size(); i++) {
      positive("history[" + i + "]", user.history().get(i));
    }
    return new User(user.id(), conform("features", user.features(), users), user.history());
  }

  private void check(Event event) {
    if (event.id().isBlank() || event.id().length() > Event.MAX_ID) {
      throw new InvalidInput(
          "id expects 1 to " + Event.MAX_ID + " characters, received " + event.id().length());
    }
    positive("user_id", event.user());
    positive("item_id", event.item());
    Instant latest = clock.instant().plus(AHEAD);
    if (event.at().isAfter(latest)) {
      throw new InvalidInput("at must not be after " + latest + ", received " + event.at());
    }
    boolean rating = event.type() == EventType.RATING;
    if (rating != event.value().isPresent()) {
      throw new InvalidInput(
          rating
              ? "value is missing; a rating needs one"
              : "value belongs to a rating, received one of a " + event.type().label());
    }
    if (event.value().isPresent() && !Double.isFinite(event.value().getAsDouble())) {
      throw new InvalidInput("value expects a finite number");
    }
    if (event.position().isPresent() && event.position().getAsInt() < 1) {
      throw new InvalidInput("position counts from 1, received " + event.position().getAsInt());
    }
  }

  private static SequencedMap<String, Value> conform(
      String field, Map<String, Value> values, SequencedMap<String, AttributeKind> schema) {
    SequencedMap<String, Value> conforming = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          AttributeKind kind = schema.get(name);
          if (kind == null) {
            throw new InvalidInput(
                field + " has no '" + name + "'" + Nearest.hint(name, schema.keySet()));
          }
          conforming.put(name, conform(field + "." + name, value, kind));
        });
    return conforming;
  }

  private static Value conform(String field, Value value, AttributeKind kind) {
    return switch (value) {
      case Value.Text text when kind == AttributeKind.TEXT -> limited(field, text);
      case Value.Text text when kind == AttributeKind.TEXTS ->
          new Value.Texts(List.of(limited(field, text).text()));
      case Value.Real real when kind == AttributeKind.NUMBER && Double.isFinite(real.number()) ->
          real;
      case Value.Real real when kind == AttributeKind.TEXT && Double.isFinite(real.number()) ->
          new Value.Text(Value.spell(real.number()));
      case Value.Texts texts when kind == AttributeKind.TEXTS -> limited(field, texts);
      case Value.Text _, Value.Real _, Value.Texts _ ->
          throw new InvalidInput(
              field + " expects " + expected(kind) + ", received " + describe(value));
    };
  }

  private static Value.Text limited(String field, Value.Text text) {
    if (text.text().length() > MAX_TEXT) {
      throw new InvalidInput(
          field + " takes at most " + MAX_TEXT + " characters, received " + text.text().length());
    }
    return text;
  }

  private static Value.Texts limited(String field, Value.Texts texts) {
    if (texts.texts().size() > MAX_TEXTS) {
      throw new InvalidInput(
          field + " takes at most " + MAX_TEXTS + " texts, received " + texts.texts().size());
    }
    texts.texts().forEach(text -> limited(field, new Value.Text(text)));
    return texts;
  }

  private static void positive(String field, long id) {
    if (id < 1) {
      throw new InvalidInput(field + " expects a positive id, received " + id);
    }
  }

  private static String expected(AttributeKind kind) {
    return switch (kind) {
      case TEXT -> "a text";
      case NUMBER -> "a finite number";
      case TEXTS -> "a list of texts";
    };
  }

  private static String describe(Value value) {
    return switch (value) {
      case Value.Text text -> "'" + text.text() + "'";
      case Value.Real real -> Value.spell(real.number());
      case Value.Texts texts -> "a list of " + texts.texts().size();
    };
  }
}
