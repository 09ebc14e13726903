package io.salver.testkit;

import io.salver.recommend.catalogue.CatalogueReader;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.NumberedChange;
import io.salver.recommend.catalogue.User;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps catalogues in memory, in the simplest way that keeps to the contract: the oracle of every
 * other store, and the store of tests that need none. Thread-safe: one lock around everything.
 */
public final class InMemoryChangeLog implements ChangeLog, CatalogueReader {

  private final Map<String, Kept> catalogues = new HashMap<>();

  @Override
  public synchronized long[] write(String catalogue, List<Change> changes) {
    Kept kept = catalogues.computeIfAbsent(catalogue, name -> new Kept());
    return changes.stream().mapToLong(kept::write).toArray();
  }

  @Override
  public synchronized List<NumberedChange> after(String catalogue, long sequence, int limit) {
    return kept(catalogue).feed.tailMap(sequence, false).entrySet().stream()
        .limit(limit)
        .map(entry -> new NumberedChange(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public synchronized Optional<Item> item(String catalogue, long id) {
    return kept(catalogue)
        .find(Change.PutItem.class, id)
        .map(change -> ((Change.PutItem) change).item());
  }

  @Override
  public synchronized List<Item> items(String catalogue, long after, int limit) {
    return kept(catalogue).all(Change.PutItem.class).stream()
        .map(Change.PutItem::item)
        .filter(item -> item.id() > after)
        .sorted(Comparator.comparingLong(Item::id))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<User> user(String catalogue, long id) {
    return kept(catalogue)
        .find(Change.PutUser.class, id)
        .map(change -> ((Change.PutUser) change).user());
  }

  @Override
  public synchronized List<Event> events(String catalogue, long user, int limit) {
    return kept(catalogue).events(user).reversed().stream().limit(limit).toList();
  }

  private Kept kept(String catalogue) {
    return catalogues.getOrDefault(catalogue, new Kept());
  }

  /** What a change is about; a later change about the same replaces it. */
  private record Subject(Class<? extends Change> kind, Object id) {}

  private static final class Kept {

    private final NavigableMap<Long, Change> feed = new TreeMap<>();
    private final Map<Subject, Long> sequences = new HashMap<>();
    private long last;

    long write(Change change) {
      return switch (change) {
        case Change.PutItem put -> keep(change, put.item().id());
        case Change.PutUser put -> keep(change, put.user().id());
        case Change.Record record -> {
          Subject subject = new Subject(Change.Record.class, record.event().id());
          yield sequences.containsKey(subject) ? 0 : keep(change, record.event().id());
        }
        case Change.RemoveItem remove ->
            forget(Change.PutItem.class, remove.item()) ? keep(change, remove.item()) : 0;
        case Change.RemoveUser remove ->
            forgetUser(remove.user()) ? keep(change, remove.user()) : 0;
      };
    }

    private long keep(Change change, Object id) {
      forget(change.getClass(), id);
      feed.put(++last, change);
      sequences.put(new Subject(change.getClass(), id), last);
      return last;
    }

    private boolean forget(Class<? extends Change> kind, Object id) {
      Long sequence = sequences.remove(new Subject(kind, id));
      return sequence != null && feed.remove(sequence) != null;
    }

    private boolean forgetUser(long user) {
      boolean known = forget(Change.PutUser.class, user);
      for (Event event : events(user)) {
        known |= forget(Change.Record.class, event.id());
      }
      return known;
    }

    /** In the order in which they were recorded. */
    List<Event> events(long user) {
      return all(Change.Record.class).stream()
          .map(Change.Record::event)
          .filter(event -> event.user() == user)
          .toList();
    }

    <C extends Change> List<C> all(Class<C> kind) {
      return feed.values().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Optional<Change> find(Class<? extends Change> kind, Object id) {
      return Optional.ofNullable(sequences.get(new Subject(kind, id))).map(feed::get);
    }
  }
}
