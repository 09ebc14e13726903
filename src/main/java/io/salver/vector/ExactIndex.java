package io.salver.vector;

import io.salver.fault.NotFound;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores every vector against every query. Ids ascend through the blocks. The memory is the garbage
 * collector's, so closing only forbids later use.
 */
final class ExactIndex implements VectorIndex {

  private final IndexSpec spec;
  private final List<ExactBlock> blocks;
  private final long size;
  private volatile boolean closed;

  ExactIndex(IndexSpec spec, List<ExactBlock> blocks) {
    this.spec = spec;
    this.blocks = List.copyOf(blocks);
    this.size = blocks.stream().mapToLong(ExactBlock::count).sum();
  }

  @Override
  public IndexSpec spec() {
    return spec;
  }

  @Override
  public long size() {
    return size;
  }

  List<ExactBlock> blocks() {
    return blocks;
  }

  @Override
  public List<Neighbors> search(FloatBuffer queries, SearchRequest request) {
    requireOpen();
    int count = spec.countOf(queries);
    TopNeighbors best = new TopNeighbors((int) Math.min(request.k(), size));
    float[] query = new float[spec.dimension()];
    float[] scores = new float[ExactBlock.ROWS];
    List<Neighbors> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      queries.get(queries.position() + i * query.length, query);
      for (ExactBlock block : blocks) {
        block.score(query, spec.metric(), scores);
        select(block, scores, request, best);
      }
      results.add(best.drain());
    }
    return results;
  }

  private static void select(
      ExactBlock block, float[] scores, SearchRequest request, TopNeighbors best) {
    IdFilter filter = request.filter().orElse(null);
    for (int row = 0; row < block.count(); row++) {
      if (best.wants(scores[row]) && (filter == null || filter.allows(block.id(row)))) {
        best.offer(block.id(row), scores[row]);
      }
    }
  }

  @Override
  public float[] reconstruct(long id) {
    requireOpen();
    for (ExactBlock block : blocks) {
      int row = Arrays.binarySearch(block.ids(), id);
      if (row >= 0) {
        float[] vector = new float[spec.dimension()];
        block.get(row, vector);
        return vector;
      }
    }
    throw new NotFound("the index holds no vector with id " + id);
  }

  @Override
  public void close() {
    closed = true;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the index is closed");
    }
  }
}
