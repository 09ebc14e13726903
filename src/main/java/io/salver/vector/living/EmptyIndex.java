package io.salver.vector.living;

import io.salver.fault.NotFound;
import io.salver.vector.IndexSpec;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;

/** An index of nothing, which needs no library. */
record EmptyIndex(IndexSpec spec) implements VectorIndex {

  static final Neighbors NOTHING = new Neighbors(new long[0], new float[0]);

  @Override
  public long size() {
    return 0;
  }

  @Override
  public List<Neighbors> search(FloatBuffer queries, SearchRequest request) {
    return Collections.nCopies(spec.countOf(queries), NOTHING);
  }

  @Override
  public float[] reconstruct(long id) {
    throw new NotFound("the index holds no vector with id " + id);
  }

  @Override
  public void close() {}
}
