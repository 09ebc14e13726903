package io.salver.api;

import io.salver.fault.Fault;
import io.salver.fault.Nearest;
import io.salver.fault.NotFound;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of the recommender {@code shop} in memory. Answers at once, or, when it is held,
 * when the test says. Thread-safe.
 */
public final class FakeCatalogue implements CatalogueService {

  private static final Set<String> ATTRIBUTES =
      Set.of("title", "description", "category", "brand", "price");
  private static final Set<String> FEATURES = Set.of("age_group", "occupation", "market");

  private final NavigableMap<Long, Item> items = new TreeMap<>();
  private final Map<Long, User> users = new LinkedHashMap<>();
  private final Map<String, Event> events = new LinkedHashMap<>();
  private final Deque<Write> held = new ArrayDeque<>();
  private final Deque<Fault> failures = new ArrayDeque<>();
  private final List<Integer> batches = new ArrayList<>();
  private boolean holds;
  private long sequence;

  private record Write(List<Change> changes, CompletableFuture<List<Outcome>> answer) {}

  /** From now on writes wait for {@link #release}. */
  public synchronized void hold() {
    holds = true;
  }

  /** Does the oldest write that waits, and says whether there was one. */
  public boolean release() {
    Write write;
    List<Outcome> outcomes;
    synchronized (this) {
      if (held.isEmpty()) {
        return false;
      }
      write = held.remove();
      outcomes = apply(write.changes());
    }
    write.answer().complete(outcomes);
    return true;
  }

  /** How many writes wait. */
  public synchronized int waiting() {
    return held.size();
  }

  /** The next write fails, and changes nothing. */
  public synchronized void failNext(Fault fault) {
    failures.add(fault);
  }

  /** The sizes of the writes so far, those that failed too. */
  public synchronized List<Integer> batches() {
    return List.copyOf(batches);
  }

  /** The items, by id. */
  public synchronized List<Item> allItems() {
    return List.copyOf(items.values());
  }

  @Override
  public CompletionStage<List<Outcome>> write(String recommender, List<Change> changes) {
    CompletableFuture<List<Outcome>> answer = new CompletableFuture<>();
    List<Outcome> outcomes;
    synchronized (this) {
      if (!recommender.equals("shop")) {
        return CompletableFuture.failedFuture(unknown(recommender));
      }
      if (changes.size() > MAX_CHANGES) {
        throw new IllegalArgumentException("too many changes: " + changes.size());
      }
      batches.add(changes.size());
      if (!failures.isEmpty()) {
        return CompletableFuture.failedFuture(failures.remove());
      }
      if (holds) {
        held.add(new Write(changes, answer));
        return answer;
      }
      outcomes = apply(changes);
    }
    answer.complete(outcomes);
    return answer;
  }

  @Override
  public synchronized CompletionStage<Item> item(String recommender, long id) {
    return found(recommender, items.get(id), "item " + id);
  }

  @Override
  public synchronized CompletionStage<List<Item>> items(String recommender, long after, int limit) {
    return found(
        recommender, items.tailMap(after, false).values().stream().limit(limit).toList(), "items");
  }

  @Override
  public synchronized CompletionStage<User> user(String recommender, long id) {
    return found(recommender, users.get(id), "user " + id);
  }

  @Override
  public synchronized CompletionStage<List<Event>> events(
      String recommender, long user, int limit) {
    List<Event> ofUser =
        new ArrayList<>(events.values().stream().filter(event -> event.user() == user).toList());
    return found(recommender, ofUser.reversed().stream().limit(limit).toList(), "events");
  }

  private List<Outcome> apply(List<Change> changes) {
    return changes.stream().map(this::apply).toList();
  }

  private Outcome apply(Change change) {
    return switch (change) {
      case Change.PutItem(Item item) -> {
        for (Map.Entry<String, Value> attribute : item.attributes().entrySet()) {
          if (!ATTRIBUTES.contains(attribute.getKey())) {
            yield unknown("attribute", attribute.getKey(), ATTRIBUTES);
          }
          if (attribute.getKey().equals("price") && !(attribute.getValue() instanceof Value.Real)) {
            yield new Outcome.Refused(
                "attributes.price expects a number, received " + attribute.getValue());
          }
        }
        items.put(item.id(), item);
        yield written();
      }
      case Change.RemoveItem(long item) ->
          items.remove(item) == null ? new Outcome.Unchanged() : written();
      case Change.PutUser(User user) -> {
        for (String feature : user.features().keySet()) {
          if (!FEATURES.contains(feature)) {
            yield unknown("feature", feature, FEATURES);
          }
        }
        users.put(user.id(), user);
        yield written();
      }
      case Change.RemoveUser(long user) ->
          users.remove(user) == null ? new Outcome.Unchanged() : written();
      case Change.Record(Event event) ->
          events.putIfAbsent(event.id(), event) == null ? written() : new Outcome.Unchanged();
    };
  }

  private Outcome written() {
    return new Outcome.Written(++sequence);
  }

  private static Outcome unknown(String kind, String name, Set<String> known) {
    return new Outcome.Refused("unknown " + kind + " '" + name + "'" + Nearest.hint(name, known));
  }

  private static <T> CompletionStage<T> found(String recommender, @Nullable T value, String what) {
    if (!recommender.equals("shop")) {
      return CompletableFuture.failedFuture(unknown(recommender));
    }
    return value == null
        ? CompletableFuture.failedFuture(new NotFound("recommender 'shop' has no " + what))
        : CompletableFuture.completedFuture(value);
  }

  private static NotFound unknown(String recommender) {
    return new NotFound(
        "no recommender '" + recommender + "'" + Nearest.hint(recommender, Set.of("shop")));
  }
}
