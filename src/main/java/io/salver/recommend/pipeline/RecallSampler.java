package io.salver.recommend.pipeline;

import io.salver.recommend.RecommendationObserver;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.living.LivingIndex;
import java.lang.System.Logger.Level;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Repeats one in so many searches exactly, beside the requests, and tells how much of the exact
 * answer the approximate one had: the recall that users get, with their queries and filters.
 * Thread-safe. At most one repetition is under way; samples that come meanwhile are left out.
 */
public final class RecallSampler {

  private static final System.Logger LOG = System.getLogger(RecallSampler.class.getName());

  private final int every;
  private final Executor background;
  private final RecommendationObserver observer;
  private final AtomicLong searches = new AtomicLong();
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * A sampler of one in {@code every} searches; of none where that is 0.
   *
   * @param background runs the repetitions
   */
  public RecallSampler(int every, Executor background, RecommendationObserver observer) {
    this.every = every;
    this.background = background;
    this.observer = observer;
  }

  /** A search was made; {@code query} is copied, the filter of {@code request} must not change. */
  void searched(
      Searched where,
      LivingIndex index,
      FloatBuffer query,
      SearchRequest request,
      Neighbors found) {
    if (every == 0 || searches.incrementAndGet() % every != 0 || !busy.compareAndSet(false, true)) {
      return;
    }
    float[] copy = new float[query.remaining()];
    query.duplicate().get(copy);
    try {
      background.execute(() -> repeat(where, index, copy, request, found));
    } catch (RejectedExecutionException stopping) {
      busy.set(false);
    }
  }

  /** In which bundle of which recommender a search was made. */
  record Searched(String recommender, String bundle) {}

  private void repeat(
      Searched where, LivingIndex index, float[] query, SearchRequest request, Neighbors found) {
    try {
      Neighbors exact = index.exact(FloatBuffer.wrap(query), request);
      if (exact.count() > 0) {
        observer.recallSampled(
            where.recommender(), where.bundle(), common(found, exact), exact.count());
      }
    } catch (IllegalStateException closed) {
      LOG.log(Level.DEBUG, "an index was closed before a search of it could be repeated", closed);
    } finally {
      busy.set(false);
    }
  }

  private static int common(Neighbors found, Neighbors exact) {
    Set<Long> ids = HashSet.newHashSet(found.count());
    for (long id : found.ids()) {
      ids.add(id);
    }
    int common = 0;
    for (long id : exact.ids()) {
      common += ids.contains(id) ? 1 : 0;
    }
    return common;
  }
}
