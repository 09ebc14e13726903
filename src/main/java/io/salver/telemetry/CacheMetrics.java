package io.salver.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.serving.AnswerCache;
import io.salver.serving.AnswerCache.Statistics;
import io.salver.serving.AnswerKey;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Opens caches that are watched: {@code serving_cache_hits_total}, {@code
 * serving_cache_misses_total}, {@code serving_cache_evictions_total}, {@code serving_cache_bytes}
 * and {@code serving_cache_entries} per version. The counters go on where a reload opens a new
 * cache for the same version. Thread-safe.
 */
public final class CacheMetrics implements AnswerCache.Factory {

  private final MeterRegistry registry;
  private final AnswerCache.Factory caches;
  private final ConcurrentMap<ModelId, Series> series = new ConcurrentHashMap<>();

  /** Watches what {@code caches} opens, in {@code registry}. */
  public CacheMetrics(MeterRegistry registry, AnswerCache.Factory caches) {
    this.registry = registry;
    this.caches = caches;
  }

  @Override
  public AnswerCache open(ModelId id, ModelSpec.Caching bounds) {
    return new Watched(caches.open(id, bounds), series.computeIfAbsent(id, this::register));
  }

  private Series register(ModelId id) {
    Series added = new Series();
    Tags tags = Tags.of("model", id.name(), "version", String.valueOf(id.version()));
    counter("hits", "Answers found in the cache", tags, added, Statistics::hits);
    counter("misses", "Answers not found in the cache", tags, added, Statistics::misses);
    counter("evictions", "Answers that left the cache", tags, added, Statistics::evictions);
    gauge("bytes", "Bytes of answers in the cache", tags, added, Statistics::bytes);
    gauge("entries", "Answers in the cache", tags, added, Statistics::entries);
    return added;
  }

  private void counter(
      String name, String description, Tags tags, Series of, ToLongFunction<Statistics> value) {
    ToDoubleFunction<Series> total = series -> value.applyAsLong(series.total());
    FunctionCounter.builder("serving.cache." + name, of, total)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private void gauge(
      String name, String description, Tags tags, Series of, ToLongFunction<Statistics> value) {
    Gauge.builder("serving.cache." + name, of, series -> value.applyAsLong(series.total()))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /** The caches that one version has had: those open, and what the closed ones counted. */
  private static final class Series {

    private record State(List<AnswerCache> open, Statistics closed) {}

    private final AtomicReference<State> state =
        new AtomicReference<>(new State(List.of(), Statistics.NONE));

    void opened(AnswerCache cache) {
      state.updateAndGet(
          now -> {
            List<AnswerCache> open = new ArrayList<>(now.open());
            open.add(cache);
            return new State(List.copyOf(open), now.closed());
          });
    }

    /** Never counts less than before: a cache that was closed counts no more. */
    void closed(AnswerCache cache) {
      Statistics last = cache.statistics();
      state.updateAndGet(
          now ->
              new State(
                  now.open().stream().filter(other -> other != cache).toList(),
                  now.closed().plus(last)));
    }

    Statistics total() {
      State now = state.get();
      return now.open().stream()
          .map(AnswerCache::statistics)
          .reduce(now.closed(), Statistics::plus);
    }
  }

  private record Watched(AnswerCache cache, Series series) implements AnswerCache {

    Watched {
      series.opened(cache);
    }

    @Override
    public Optional<Tensors> find(AnswerKey key, TensorScope scope) {
      return cache.find(key, scope);
    }

    @Override
    public void keep(AnswerKey key, Tensors outputs) {
      cache.keep(key, outputs);
    }

    @Override
    public Statistics statistics() {
      return cache.statistics();
    }

    @Override
    public void close() {
      cache.close();
      series.closed(cache);
    }
  }
}
