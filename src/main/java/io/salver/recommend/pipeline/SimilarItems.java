package io.salver.recommend.pipeline;

import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.recommend.SimilarRequest;
import io.salver.recommend.Stage;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Table;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Finds the nearest neighbours of an item's embedding, filters inside the search, without the item
 * itself. Immutable and thread-safe.
 */
final class SimilarItems {

  private static final System.Logger LOG = System.getLogger(SimilarItems.class.getName());

  private final Table items;
  private final BundleVectors vectors;
  private final TwoTowerSource source;

  SimilarItems(Table items, BundleVectors vectors, TwoTowerSource source) {
    this.items = items;
    this.vectors = vectors;
    this.source = source;
  }

  /**
   * Neighbours and what was let through.
   *
   * @param unknown ids of the request's exclusions that the catalogue does not know
   */
  record Neighbourhood(Candidates candidates, Eligibility eligible, int unknown) {}

  /**
   * The neighbours of the item of {@code request}.
   *
   * @throws NotFound when there is no such item
   * @throws NotReady when it has no embedding yet, or the index cannot answer
   */
  Neighbourhood find(SimilarRequest request, StageLog log, Call call) {
    long id = request.itemId();
    int row = items.ids().row(id);
    if (row == IdDirectory.ABSENT) {
      throw new NotFound("there is no item " + id);
    }
    float[] embedding =
        embedding(row).orElseThrow(() -> new NotReady("item " + id + " has no embedding yet"));
    int[] excluded = excluded(request, row);
    Eligibility eligible = Eligibility.of(excluded, new int[0], request.filters(), items);
    log.end(Stage.FILTER, eligible.total(), eligible.kept(), eligible.removed());
    int unknown = request.exclude().size() + 1 - excluded.length;
    int wanted = Math.min(request.candidates(), eligible.kept());
    if (wanted == 0) {
      return new Neighbourhood(Candidates.NONE, eligible, unknown);
    }
    try {
      return new Neighbourhood(
          source.near(embedding, wanted, eligible, log, call), eligible, unknown);
    } catch (StageFailed failed) {
      throw unavailable(failed);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever the index throws, it cannot answer now
  private Optional<float[]> embedding(int row) {
    try {
      return vectors.find(row);
    } catch (RuntimeException failure) {
      throw unavailable(failure);
    }
  }

  private static NotReady unavailable(RuntimeException failure) {
    LOG.log(Level.DEBUG, "Similar items cannot be found", failure);
    return new NotReady("similar items cannot be found now: " + failure.getMessage());
  }

  private int[] excluded(SimilarRequest request, int itself) {
    LongStream others = request.exclude().stream().mapToLong(Long::longValue);
    int[] rows =
        others.mapToInt(items.ids()::row).filter(row -> row != IdDirectory.ABSENT).toArray();
    int[] all = Arrays.copyOf(rows, rows.length + 1);
    all[rows.length] = itself;
    return all;
  }
}
