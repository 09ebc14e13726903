package io.salver.monitor;

import io.salver.model.ModelId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something for each life of a version, in the order in which the lives began. Thread-safe.
 *
 * @param <T> what a life has
 */
public final class LivesByVersion<T> {

  private final ConcurrentMap<ModelId, List<Entry<T>>> lives = new ConcurrentHashMap<>();

  /** What a life has; the same only if it is itself. */
  private static final class Entry<T> {

    private final T value;

    Entry(T value) {
      this.value = value;
    }
  }

  /** A life of {@code model} begins, with {@code value}; it ends when the result is closed. */
  public ModelLives.Life begin(ModelId model, T value) {
    Entry<T> begun = new Entry<>(value);
    lives.merge(model, List.of(begun), LivesByVersion::joined);
    return () -> lives.computeIfPresent(model, (_, all) -> without(all, begun));
  }

  /** Of the life that began first; empty when the version is not loaded. */
  public Optional<T> oldest(ModelId model) {
    return Optional.ofNullable(lives.get(model)).map(all -> all.getFirst().value);
  }

  /** Of the life that began last; empty when the version is not loaded. */
  public Optional<T> newest(ModelId model) {
    return Optional.ofNullable(lives.get(model)).map(all -> all.getLast().value);
  }

  /** {@link #oldest} of all versions that are loaded. */
  public List<T> allOldest() {
    return lives.values().stream().map(all -> all.getFirst().value).toList();
  }

  /** {@link #newest} of all versions that are loaded. */
  public Map<ModelId, T> allNewest() {
    Map<ModelId, T> newest = new LinkedHashMap<>();
    lives.forEach((model, all) -> newest.put(model, all.getLast().value));
    return newest;
  }

  private static <T> List<Entry<T>> joined(List<Entry<T>> older, List<Entry<T>> newer) {
    return Stream.concat(older.stream(), newer.stream()).toList();
  }

  /** Null, so that the version is forgotten, when no life is left. */
  private static <T> @Nullable List<Entry<T>> without(List<Entry<T>> all, Entry<T> gone) {
    List<Entry<T>> left = all.stream().filter(each -> each != gone).toList();
    return left.isEmpty() ? null : left;
  }
}
