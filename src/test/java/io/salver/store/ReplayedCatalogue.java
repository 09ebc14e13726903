package io.salver.store;

import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.NumberedChange;
import io.salver.recommend.catalogue.User;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a catalogue holds after changes, in maps: how whoever follows a feed understands it.
 * Confined to one thread.
 */
final class ReplayedCatalogue {

  private final Map<Long, Item> items = new HashMap<>();
  private final Map<Long, User> users = new HashMap<>();
  private final Map<String, Event> events = new LinkedHashMap<>();
  private long sequence;

  /** Applies a page of a feed; its sequences must ascend from where this one is. */
  ReplayedCatalogue apply(List<NumberedChange> page) {
    for (NumberedChange numbered : page) {
      if (numbered.sequence() <= sequence) {
        throw new AssertionError(numbered + " came after sequence " + sequence);
      }
      sequence = numbered.sequence();
      if (numbered.change() instanceof Change.Record record) {
        events.remove(record.event().id()); // of a user who was removed, as only a later page tells
      }
      apply(numbered.change());
    }
    return this;
  }

  void apply(Change change) {
    switch (change) {
      case Change.PutItem put -> items.put(put.item().id(), put.item());
      case Change.RemoveItem remove -> items.remove(remove.item());
      case Change.PutUser put -> users.put(put.user().id(), put.user());
      case Change.RemoveUser remove -> {
        users.remove(remove.user());
        events.values().removeIf(event -> event.user() == remove.user());
      }
      case Change.Record record -> events.putIfAbsent(record.event().id(), record.event());
    }
  }

  long sequence() {
    return sequence;
  }

  Map<Long, Item> items() {
    return items;
  }

  Map<Long, User> users() {
    return users;
  }

  /** By id, in the order in which they were recorded. */
  Map<String, Event> events() {
    return events;
  }

  /** Whether both hold the same, and events in the same order; positions do not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ReplayedCatalogue that
        && items.equals(that.items)
        && users.equals(that.users)
        && List.copyOf(events.values()).equals(List.copyOf(that.events.values()));
  }

  @Override
  public int hashCode() {
    return items.hashCode() + users.hashCode() + events.hashCode();
  }

  @Override
  public String toString() {
    return items.values() + "\n" + users.values() + "\n" + events.values();
  }
}
