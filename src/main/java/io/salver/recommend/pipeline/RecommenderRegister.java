package io.salver.recommend.pipeline;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.fault.NotFound;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** The recommenders that are expected, and what was read of them, by name. Thread-safe. */
final class RecommenderRegister {

  private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

  /**
   * What is known of a recommender beside its bundles.
   *
   * @param definition what was read last
   * @param failure why the last attempt to load it came to nothing
   */
  record Entry(
      RecommenderSource source,
      Optional<RecommenderDefinition> definition,
      Optional<String> failure) {}

  /** It will be read, unless it is known. */
  void expect(RecommenderSource source) {
    entries.putIfAbsent(source.name(), new Entry(source, Optional.empty(), Optional.empty()));
  }

  /** It was read. */
  void read(RecommenderSource source, RecommenderDefinition definition) {
    entries.put(source.name(), new Entry(source, Optional.of(definition), Optional.empty()));
  }

  /** It could not be read or loaded; what was read before holds. */
  void failed(RecommenderSource source, String reason) {
    entries.computeIfPresent(
        source.name(), (name, entry) -> new Entry(source, entry.definition(), Optional.of(reason)));
  }

  /** Their names, in order. */
  Set<String> names() {
    return entries.keySet();
  }

  /** The name of the one that is meant: where none is given, the only one there is. */
  String named(Optional<String> name) {
    if (name.isPresent()) {
      return name.get();
    }
    Set<String> names = names();
    if (names.isEmpty()) {
      throw new NotFound("there is no recommender");
    }
    if (names.size() > 1) {
      throw new InvalidInput("recommender is required where there are several: " + names);
    }
    return names.iterator().next();
  }

  /**
   * What is known of one.
   *
   * @throws NotFound when nobody expects it
   */
  Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new NotFound("there is no recommender '" + name + "'" + Nearest.hint(name, names()));
    }
    return entry;
  }
}
