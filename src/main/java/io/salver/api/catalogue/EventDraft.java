package io.salver.api.catalogue;

import io.salver.api.WellFormedText;
import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An event as a client tells of it. Not thread-safe, used once. Every method may throw {@link
 * InvalidInput} that names the field as both protocols do, what was expected and what came.
 */
public final class EventDraft {

  /** How far the clock of a client may be ahead. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private static final List<String> TYPES =
      Stream.of(EventType.values()).map(EventType::label).toList();

  private Optional<String> id = Optional.empty();
  private Optional<EventType> type = Optional.empty();
  private OptionalLong user = OptionalLong.empty();
  private OptionalLong item = OptionalLong.empty();
  private Optional<Instant> at = Optional.empty();
  private OptionalDouble value = OptionalDouble.empty();
  private Optional<String> recommendation = Optional.empty();
  private OptionalInt position = OptionalInt.empty();

  public void id(String text) {
    id = Optional.of(StorableText.checked("id", text, Event.MAX_ID));
  }

  public void type(String label) {
    type = EventType.of(label);
    if (type.isEmpty()) {
      throw new InvalidInput(
          "type expects one of "
              + TYPES
              + ", received '"
              + WellFormedText.shortened(label, Event.MAX_ID)
              + "'"
              + Nearest.to(label, TYPES).map(near -> "; did you mean '" + near + "'?").orElse(""));
    }
  }

  public void user(long number) {
    user = OptionalLong.of(Ranges.positive("user_id", number));
  }

  public void item(long number) {
    item = OptionalLong.of(Ranges.positive("item_id", number));
  }

  /** When it happened, in RFC 3339. */
  public void at(String text) {
    try {
      at = Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw wrongTime("'" + WellFormedText.shortened(text, 40) + "'");
    }
  }

  public void value(double number) {
    value = OptionalDouble.of(Ranges.finite("value", number));
  }

  public void recommendation(String text) {
    recommendation = Optional.of(StorableText.checked("recommendation_id", text, Event.MAX_ID));
  }

  public void position(long number) {
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new InvalidInput("position expects a place from 1 on, received " + number);
    }
    position = OptionalInt.of((int) number);
  }

  /** The event; without a time it happened {@code now}. */
  public Event event(Instant now) {
    EventType ofType = type.orElseThrow(() -> missing("type", "one of " + TYPES));
    if (value.isPresent() != (ofType == EventType.RATING)) {
      throw value.isPresent()
          ? new InvalidInput(
              "value expects an event of type 'rating', received one of type '"
                  + ofType.label()
                  + "'")
          : missing("value", "the number of a rating");
    }
    if (position.isPresent() && recommendation.isEmpty()) {
      throw new InvalidInput("position expects a recommendation_id beside it, received none");
    }
    return new Event(
        id.orElseThrow(() -> missing("id", "a text that names the event")),
        ofType,
        user.orElseThrow(() -> missing("user_id", "a positive id")),
        item.orElseThrow(() -> missing("item_id", "a positive id")),
        at.map(told -> plausible(told, now)).orElse(now),
        value,
        recommendation,
        position);
  }

  private static Instant plausible(Instant told, Instant now) {
    if (told.isBefore(Instant.EPOCH) || told.isAfter(now.plus(AHEAD))) {
      throw wrongTime(told.toString());
    }
    return told;
  }

  private static InvalidInput wrongTime(String received) {
    return new InvalidInput(
        "at expects a time of RFC 3339 from 1970 to a day from now, received " + received);
  }

  private static InvalidInput missing(String field, String expected) {
    return new InvalidInput(field + " expects " + expected + ", received nothing");
  }
}
