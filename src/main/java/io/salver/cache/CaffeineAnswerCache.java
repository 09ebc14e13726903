package io.salver.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.salver.model.ModelSpec;
import io.salver.serving.AnswerCache;
import io.salver.serving.AnswerKey;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Answers on the heap, in a Caffeine cache (window TinyLFU, Einziger et al., 2017), which keeps
 * those that are asked for most. Its upkeep runs on the callers' threads. Thread-safe.
 */
public final class CaffeineAnswerCache implements AnswerCache {

  private static final Logger LOG = System.getLogger(CaffeineAnswerCache.class.getName());

  private final Cache<AnswerKey, KeptAnswer> answers;
  private final Policy.Eviction<AnswerKey, KeptAnswer> bound;

  /** An empty cache within {@code bounds}, which tells the time by {@code ticker}. */
  public CaffeineAnswerCache(ModelSpec.Caching bounds, Ticker ticker) {
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(bounds.maxBytes())
            .weigher((AnswerKey _, KeptAnswer answer) -> answer.weight())
            .expireAfterWrite(bounds.timeToLive())
            .ticker(ticker::nanos)
            .executor(Runnable::run)
            .recordStats()
            .build();
    this.bound = answers.policy().eviction().orElseThrow();
  }

  @Override
  public Optional<Tensors> find(AnswerKey key, TensorScope scope) {
    return Optional.ofNullable(answers.getIfPresent(key)).map(answer -> answer.copyInto(scope));
  }

  @Override
  public void keep(AnswerKey key, Tensors outputs) {
    if (KeptAnswer.weigh(outputs) > Math.min(bound.getMaximum(), Integer.MAX_VALUE)) {
      return;
    }
    try {
      answers.put(key, KeptAnswer.of(outputs));
    } catch (OutOfMemoryError full) {
      LOG.log(Level.WARNING, "An answer was not kept: the heap is full", full);
    }
  }

  @Override
  public Statistics statistics() {
    answers.cleanUp();
    CacheStats counts = answers.stats();
    return new Statistics(
        counts.hitCount(),
        counts.missCount(),
        counts.evictionCount(),
        bound.weightedSize().orElse(0),
        answers.estimatedSize());
  }

  @Override
  public void close() {
    answers.invalidateAll();
    answers.cleanUp();
  }
}
