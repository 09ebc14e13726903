package io.salver.vector.faiss;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.NativeHandles;
import io.salver.vector.IndexFile;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import io.salver.vector.VectorIndexes;
import io.salver.vector.VectorScorer;
import io.salver.vector.VerifiedIndexFile;
import io.salver.vector.faiss.binding.NativeIndex;
import java.nio.file.Path;

/**
 * Indexes by FAISS. Without an effort in the request, an inverted file looks into 16 cells and a
 * graph keeps 128 candidates. Thread-safe.
 */
public final class FaissIndexes implements VectorIndexes {

  private static final IndexFile FILE = new IndexFile("faiss");

  static {
    // JavaCPP would otherwise watch the memory of the whole process, most of which belongs to other
    // runtimes, and answer it with System.gc() and OutOfMemoryError. Every pointer here has an
    // owner.
    System.setProperty("org.bytedeco.javacpp.noPointerGC", "true");
  }

  private final int buildThreads;
  private final NativeHandles handles;

  /**
   * Trains and fills indexes with that many threads, and counts in {@code handles} those that live.
   */
  public FaissIndexes(int buildThreads, NativeHandles handles) {
    this.buildThreads = buildThreads;
    this.handles = handles;
  }

  @Override
  public VectorIndexBuilder builder(IndexSpec spec) {
    FaissKind kind = FaissKind.of(spec);
    boolean innerProduct = spec.metric() == Metric.INNER_PRODUCT;
    NativeIndex index =
        FaissFailures.translate(
            "make an index of kind " + spec.description(),
            () -> new NativeIndex(spec.dimension(), innerProduct, spec.description()));
    return new FaissIndexBuilder(spec, kind, index, buildThreads, handles);
  }

  @Override
  public void write(VectorIndex index, Path file) {
    if (!(index instanceof FaissIndex faiss)) {
      throw new IllegalArgumentException("not an index of this library: " + index.getClass());
    }
    FILE.write(file, faiss.spec(), faiss::appendTo);
  }

  @Override
  public VectorIndex read(Path file) {
    VerifiedIndexFile verified = FILE.verify(file);
    NativeIndex index =
        FaissFailures.translate(
            "read the index file " + file,
            () ->
                new NativeIndex(
                    file.toString(), verified.payloadOffset(), verified.payloadBytes()));
    try {
      requireSame(verified.spec(), index, file);
      return new FaissIndex(verified.spec(), index, handles);
    } catch (RuntimeException e) {
      index.deallocate();
      throw e;
    }
  }

  @Override
  public VectorScorer scorer(Metric metric) {
    return new FaissScorer(metric);
  }

  private static void requireSame(IndexSpec spec, NativeIndex index, Path file) {
    Metric metric = index.innerProduct() ? Metric.INNER_PRODUCT : Metric.EUCLIDEAN;
    IndexSpec actual = new IndexSpec(index.dimension(), metric, index.description());
    if (!actual.equals(canonical(spec, file))) {
      throw new BackendFailure(
          "index file " + file + " says that it holds " + spec + " but holds " + actual);
    }
  }

  private static IndexSpec canonical(IndexSpec spec, Path file) {
    try {
      return new IndexSpec(spec.dimension(), spec.metric(), FaissKind.of(spec).canonical());
    } catch (InvalidInput e) {
      throw new BackendFailure("index file " + file + ": " + e.explanation(), e);
    }
  }
}
