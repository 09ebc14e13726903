package io.salver.vector.faiss;

import io.salver.fault.InvalidInput;
import io.salver.model.NativeHandles;
import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import io.salver.vector.faiss.binding.NativeIndex;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Fills a native index and hands it over to a {@link FaissIndex}; until then the builder owns it.
 * Training and adding use several threads, except to grow another index, which is in service
 * meanwhile and needs the other cores; in one process they run one at a time.
 */
final class FaissIndexBuilder implements VectorIndexBuilder {

  private final IndexSpec spec;
  private final FaissKind kind;
  private final NativeIndex index;
  private int threads;
  private final NativeHandles handles;
  private boolean finished;

  /** Takes over {@code index}. */
  FaissIndexBuilder(
      IndexSpec spec, FaissKind kind, NativeIndex index, int threads, NativeHandles handles) {
    this.spec = spec;
    this.kind = kind;
    this.index = index;
    this.threads = threads;
    this.handles = handles;
  }

  @Override
  public void train(FloatBuffer sample) {
    requireUnfinished();
    int count = spec.countOf(sample);
    if (index.trained()) {
      return;
    }
    if (count < kind.minimumSample()) {
      throw new InvalidInput(
          "an index of kind %s needs at least %d vectors to train, got %d"
              .formatted(spec.description(), kind.minimumSample(), count));
    }
    FloatBuffer vectors = NativeFloats.of(sample);
    FaissFailures.translate("train the index", () -> index.train(count, vectors, threads));
  }

  @Override
  public void add(long[] ids, FloatBuffer vectors) {
    requireUnfinished();
    spec.requireMatching(ids, vectors);
    requireTrained();
    NativeFloats.inChunks(
        vectors,
        spec.dimension(),
        (from, count, chunk) -> {
          long[] chunkIds = Arrays.copyOfRange(ids, from, from + count);
          FaissFailures.translate("add vectors", () -> index.add(count, chunk, chunkIds, threads));
        });
  }

  @Override
  public void addFrom(VectorIndex source, IdFilter kept) {
    requireUnfinished();
    if (!(source instanceof FaissIndex faiss)) {
      throw new IllegalArgumentException("not an index of this library: " + source.getClass());
    }
    spec.requireEqual(faiss.spec());
    faiss.copyTo(index, kept);
    threads = 1;
  }

  @Override
  public VectorIndex build() {
    requireUnfinished();
    requireTrained();
    seal();
    finished = true;
    return new FaissIndex(spec, index, handles);
  }

  private void seal() {
    try {
      index.seal();
    } catch (RuntimeException e) {
      throw new InvalidInput("the index cannot be finished: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    if (!finished) {
      finished = true;
      index.deallocate();
    }
  }

  private void requireTrained() {
    if (!index.trained()) {
      throw new InvalidInput(
          "an index of kind " + spec.description() + " must be trained before vectors are added");
    }
  }

  private void requireUnfinished() {
    if (finished) {
      throw new IllegalStateException("the builder is finished");
    }
  }
}
