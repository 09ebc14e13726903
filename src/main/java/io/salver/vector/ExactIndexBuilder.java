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
  public long remove(long[] ids) {
    requireUnfinished();
    long removed = 0;
    for (long id : ids) {
      removed += vectors.remove(id) == null ? 0 : 1;
    }
    return removed;
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
