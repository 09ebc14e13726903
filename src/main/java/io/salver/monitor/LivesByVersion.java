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

  private static final int MOST_ENDED = 1_000;

  private final ConcurrentMap<ModelId, List<Entry<T>>> lives = new ConcurrentHashMap<>();

  /** Of versions that ended, the last; guarded by itself. */
  private final Map<ModelId, T> ended = new LinkedHashMap<>();

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
    return () -> {
      remember(model, value);
      lives.computeIfPresent(model, (_, all) -> without(all, begun));
    };
  }

  /** Of the life that began first; empty when the version is not loaded. */
  public Optional<T> oldest(ModelId model) {
    return Optional.ofNullable(lives.get(model)).map(all -> all.getFirst().value);
  }

  /**
   * Of the life that began last; of a version that is not loaded any more, of the one that ended
   * last, as something of it may still be under way. Empty when it never was, or when more than
   * {@value #MOST_ENDED} others have ended since.
   */
  public Optional<T> latest(ModelId model) {
    List<Entry<T>> all = lives.get(model);
    return all == null ? ended(model) : Optional.of(all.getLast().value);
  }

  /** {@link #oldest} of all versions that are loaded. */
  public List<T> allOldest() {
    return lives.values().stream().map(all -> all.getFirst().value).toList();
  }

  /** {@link #latest} of all versions that are loaded. */
  public Map<ModelId, T> allNewest() {
    Map<ModelId, T> newest = new LinkedHashMap<>();
    lives.forEach((model, all) -> newest.put(model, all.getLast().value));
    return newest;
  }

  private void remember(ModelId model, T value) {
    synchronized (ended) {
      ended.remove(model); // so that the latest come last
      ended.put(model, value);
      if (ended.size() > MOST_ENDED) {
        ended.remove(ended.keySet().iterator().next());
      }
    }
  }

  private Optional<T> ended(ModelId model) {
    synchronized (ended) {
      return Optional.ofNullable(ended.get(model));
    }
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
