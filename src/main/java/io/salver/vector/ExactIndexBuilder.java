package io.salver.vector;

import io.salver.fault.InvalidInput;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects vectors in the order of their ids. */
final class ExactIndexBuilder implements VectorIndexBuilder {

  private final IndexSpec spec;
  private final SortedMap<Long, float[]> vectors = new TreeMap<>();
  private boolean finished;

  ExactIndexBuilder(IndexSpec spec) {
    this.spec = spec;
  }

  @Override
  public void train(FloatBuffer sample) {
    requireUnfinished();
    spec.countOf(sample);
  }

  @Override
  public void add(long[] ids, FloatBuffer batch) {
    requireUnfinished();
    spec.requireMatching(ids, batch);
    for (int i = 0; i < ids.length; i++) {
      float[] vector = new float[spec.dimension()];
      batch.get(batch.position() + i * vector.length, vector);
      if (vectors.putIfAbsent(ids[i], vector) != null) {
        throw new InvalidInput("id " + ids[i] + " was added twice");
      }
    }
  }

  @Override
  public void addFrom(VectorIndex source, IdFilter kept) {
    requireUnfinished();
    if (!(source instanceof ExactIndex exact)) {
      throw new IllegalArgumentException("not an index of this library: " + source.getClass());
    }
    spec.requireEqual(exact.spec());
    exact.requireOpen();
    for (ExactBlock block : exact.blocks()) {
      for (int row = 0; row < block.count(); row++) {
        if (kept.allows(block.id(row))) {
          float[] vector = new float[spec.dimension()];
          block.get(row, vector);
          vectors.put(block.id(row), vector);
        }
      }
    }
  }

  @Override
  public VectorIndex build() {
    requireUnfinished();
    finished = true;
    List<ExactBlock> blocks = new ArrayList<>();
    Iterator<Map.Entry<Long, float[]>> entries = vectors.entrySet().iterator();
    for (int left = vectors.size(); left > 0; left -= ExactBlock.ROWS) {
      blocks.add(nextBlock(entries, Math.min(left, ExactBlock.ROWS)));
    }
    vectors.clear();
    return new ExactIndex(spec, blocks);
  }

  private ExactBlock nextBlock(Iterator<Map.Entry<Long, float[]>> entries, int rows) {
    long[] ids = new long[rows];
    ExactBlock block = new ExactBlock(ids, spec.dimension());
    for (int row = 0; row < rows; row++) {
      Map.Entry<Long, float[]> entry = entries.next();
      ids[row] = entry.getKey();
      block.put(row, entry.getValue());
    }
    return block;
  }

  @Override
  public void close() {
    finished = true;
    vectors.clear();
  }

  private void requireUnfinished() {
    if (finished) {
      throw new IllegalStateException("the builder is finished");
    }
  }
}
