package io.salver.recommend.catalogue;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Something that a user did with an item. Immutable.
 *
 * @param id chosen by whoever tells of it; an event is kept once, however often it is told
 * @param at when it happened
 * @param value the rating; only of a rating
 * @param recommendation id of the answer in which the item was shown
 * @param position where it stood in that answer, from 1
 */
public record Event(
    String id,
    EventType type,
    long user,
    long item,
    Instant at,
    OptionalDouble value,
    Optional<String> recommendation,
    OptionalInt position) {

  /** The most characters of an event's id and of the id of an answer. */
  public static final int MAX_ID = 64;

  /** An event that refers to no answer. */
  public static Event of(String id, EventType type, long user, long item, Instant at) {
    return new Event(
        id, type, user, item, at, OptionalDouble.empty(), Optional.empty(), OptionalInt.empty());
  }
}
