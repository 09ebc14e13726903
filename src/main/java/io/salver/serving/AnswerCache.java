package io.salver.serving;

import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.Optional;

/**
 * Answers of one loaded version, by the content of the inputs, bounded in bytes and in time: the
 * port of the caches. It belongs to the loaded version, not to its name, so that a reload begins
 * without answers and never gives one of the artefact before it. Thread-safe; closed once, by the
 * owner of the version, after the last use.
 *
 * <p>Requests for one and the same answer that come while it is computed are not joined here: each
 * runs, and the last one's answer is kept. Joined, they would share a deadline, a cancellation and
 * a fault that belong to one of them; and what they cost is bounded, because a queue joins them
 * into one run.
 */
public interface AnswerCache extends AutoCloseable {

  /** Opens caches. Thread-safe. */
  @FunctionalInterface
  interface Factory {

    /** An empty cache for a version that was just loaded; the caller closes it. */
    AnswerCache open(ModelId id, ModelSpec.Caching bounds);
  }

  /**
   * The answer to these inputs, as a copy in {@code scope}; counted as a hit or a miss.
   *
   * @throws io.salver.fault.Overloaded when there is no memory for the copy
   */
  Optional<Tensors> find(AnswerKey key, TensorScope scope);

  /**
   * Keeps a copy of {@code outputs}, which the model gave for these inputs, in place of an older
   * one. Answers that alone are over the bound are not kept; others may leave for this one. Never
   * throws: what the heap has no room for is not kept.
   */
  void keep(AnswerKey key, Tensors outputs);

  /** What has happened so far; also after the close, when nothing is kept. */
  Statistics statistics();

  @Override
  void close();

  /**
   * What a cache has done and holds.
   *
   * @param hits answers found
   * @param misses answers not found
   * @param evictions answers that left for want of room or because their time was over
   * @param bytes what is kept now, with what the JVM adds to it
   * @param entries answers that are kept now
   */
  record Statistics(long hits, long misses, long evictions, long bytes, long entries) {

    /** Nothing has happened. */
    public static final Statistics NONE = new Statistics(0, 0, 0, 0, 0);

    /** Both together. */
    public Statistics plus(Statistics other) {
      return new Statistics(
          hits + other.hits,
          misses + other.misses,
          evictions + other.evictions,
          bytes + other.bytes,
          entries + other.entries);
    }
  }
}
