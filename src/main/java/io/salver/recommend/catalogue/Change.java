package io.salver.recommend.catalogue;

/** One change of a catalogue. The family is closed. */
public sealed interface Change {

  /** The item is new, or replaces the one of the same id as a whole. */
  record PutItem(Item item) implements Change {}

  /** The item is no more; events about it stay. */
  record RemoveItem(long item) implements Change {}

  /** The user is new, or replaces the one of the same id as a whole; its events stay. */
  record PutUser(User user) implements Change {}

  /** The user and all its events are no more. */
  record RemoveUser(long user) implements Change {}

  /** The event happened, unless one of the same id was recorded before. */
  @SuppressWarnings("JavaLangClash") // always said with its family: Change.Record
  record Record(Event event) implements Change {}
}
