package io.salver.vector.living;

import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import io.salver.vector.VectorIndexes;
import io.salver.vector.VectorScorer;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/** A library that does something else in the middle of building an index. */
final class MeddlingLibrary implements VectorIndexes {

  private final VectorIndexes library;
  private Runnable meddling = () -> {};

  MeddlingLibrary(VectorIndexes library) {
    this.library = library;
  }

  /** What to do, once, when the next index is about to be finished. */
  void meddle(Runnable once) {
    meddling = once;
  }

  @Override
  public VectorIndexBuilder builder(IndexSpec spec) {
    return new Builder(library.builder(spec));
  }

  @Override
  public void write(VectorIndex index, Path file) {
    library.write(index, file);
  }

  @Override
  public VectorIndex read(Path file) {
    return library.read(file);
  }

  @Override
  public VectorScorer scorer(Metric metric) {
    return library.scorer(metric);
  }

  private final class Builder implements VectorIndexBuilder {

    private final VectorIndexBuilder builder;

    Builder(VectorIndexBuilder builder) {
      this.builder = builder;
    }

    @Override
    public void train(FloatBuffer sample) {
      builder.train(sample);
    }

    @Override
    public void add(long[] ids, FloatBuffer vectors) {
      builder.add(ids, vectors);
    }

    @Override
    public void addFrom(VectorIndex source, IdFilter kept) {
      builder.addFrom(source, kept);
    }

    @Override
    public VectorIndex build() {
      Runnable once = meddling;
      meddling = () -> {};
      once.run();
      return builder.build();
    }

    @Override
    public void close() {
      builder.close();
    }
  }
}
