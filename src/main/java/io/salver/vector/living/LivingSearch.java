package io.salver.vector.living;

import io.salver.fault.InvalidInput;
import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.TopNeighbors;
import java.lang.invoke.VarHandle;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One search of a leased generation. Confined to the thread that made it.
 *
 * <p>Where a filter lets few rows through, they are scanned by their original vectors, whatever the
 * main index is; {@link KindTraits#scanLimit} says how few. Otherwise the main index is searched
 * with the filter and the live rows inside, and then the delta is scanned.
 */
final class LivingSearch {

  /** A compressed index is asked for so many times k, to be put into order by the originals. */
  private static final int CANDIDATES_PER_NEIGHBOR = 2;

  private static final int MORE_CANDIDATES = 32;

  private final RowTable table;
  private final Generation generation;
  private final SearchScratch scratch;
  private final float[] query;
  private final SearchRequest request;
  private final @Nullable IdFilter filter;
  private final int allowed;

  LivingSearch(
      RowTable table,
      Generation generation,
      SearchScratch scratch,
      float[] query,
      SearchRequest request) {
    this.table = table;
    this.generation = generation;
    this.scratch = scratch;
    this.query = query;
    this.request = request;
    this.filter = request.filter().orElse(null);
    this.allowed = filter == null ? Integer.MAX_VALUE : filter.count();
  }

  /** With the main index, unless a scan is cheaper. */
  Neighbors approximate() {
    if (allowed <= generation.main().scanLimit()) {
      return exact();
    }
    Neighbors main = inMain(places(generation.main().size()));
    VarHandle.loadLoadFence(); // the main index before the delta: see Generations
    return withDelta(main);
  }

  /** Every allowed row, by its original vector. */
  Neighbors exact() {
    TopNeighbors best = new TopNeighbors(places(table.size()));
    RowScan scan = scratch.scan();
    scan.begin(query, best, Float.NEGATIVE_INFINITY);
    int limit = filter == null ? table.limit() : Math.min(filter.limit(), table.limit());
    if (filter == null) {
      for (int row = 0; row < limit; row++) {
        consider(row, scan);
      }
    } else {
      long[] words = filter.words();
      for (int index = 0; index << 6 < limit; index++) {
        for (long left = words[index]; left != 0; left &= left - 1) {
          consider((index << 6) + Long.numberOfTrailingZeros(left), scan);
        }
      }
    }
    scan.finish();
    return best.drain();
  }

  private void consider(long row, RowScan scan) {
    int slot = table.slotOf((int) row);
    if (slot != RowInts.NONE) {
      scan.add((int) row, slot);
    }
  }

  private int places(int available) {
    return Math.min(request.k(), available);
  }

  private Neighbors inMain(int places) {
    LiveRows live = generation.live();
    if (places == 0 || live.live() == 0) {
      return EmptyIndex.NOTHING;
    }
    MainIndex main = generation.main();
    boolean compressed = main.traits().compressed();
    int wanted = compressed ? candidates(places, main.size()) : places;
    Optional<IdFilter> rows = allowed(live);
    int effort = request.effort() == 0 ? fitted(main) : request.effort();
    Neighbors found = search(new SearchRequest(wanted, effort, rows));
    int reachable = filter == null ? live.live() : rows.orElse(filter).count();
    if (found.count() < Math.min(wanted, reachable)) {
      found = search(new SearchRequest(wanted, main.size(), rows));
    }
    return compressed ? ranked(found, places) : found;
  }

  private int fitted(MainIndex main) {
    return filter == null
        ? main.training().effort()
        : main.training().effort(Math.min(1, (double) allowed / main.size()));
  }

  /** How many candidates to ask a compressed index for. */
  static int candidates(int places, int size) {
    return (int) Math.min(size, (long) CANDIDATES_PER_NEIGHBOR * places + MORE_CANDIDATES);
  }

  private Optional<IdFilter> allowed(LiveRows live) {
    if (filter != null) {
      return Optional.of(scratch.intersection(filter, live.filter()));
    }
    return live.dead() == 0 ? Optional.empty() : Optional.of(live.filter());
  }

  private Neighbors search(SearchRequest wanted) {
    return generation.main().index().search(FloatBuffer.wrap(query), wanted).getFirst();
  }

  private Neighbors ranked(Neighbors candidates, int places) {
    TopNeighbors best = new TopNeighbors(Math.min(places, candidates.count()));
    RowScan scan = scratch.scan();
    scan.begin(query, best, Float.NEGATIVE_INFINITY);
    for (long row : candidates.ids()) {
      consider(row, scan);
    }
    scan.finish();
    return best.drain();
  }

  private Neighbors withDelta(Neighbors main) {
    Delta delta = generation.delta();
    int moment = delta.count();
    if (moment == 0) {
      return main;
    }
    TopNeighbors best = new TopNeighbors(Math.min(request.k(), moment));
    boolean full = main.count() == request.k();
    RowScan scan = scratch.scan();
    scan.begin(query, best, full ? main.scores()[main.count() - 1] : Float.NEGATIVE_INFINITY);
    for (int from = 0; from < moment; from += Delta.CHUNK) {
      scan(delta.chunk(from), Math.min(Delta.CHUNK, moment - from), moment, scan);
    }
    scan.finish();
    return MergedNeighbors.of(main, best.drain(), request.k());
  }

  private void scan(Delta.Chunk chunk, int count, int moment, RowScan scan) {
    for (int i = 0; i < count; i++) {
      if (chunk.counts(i, moment) && (filter == null || filter.allows(chunk.row(i)))) {
        scan.add(chunk.row(i), chunk.slot(i));
      }
    }
  }

  /**
   * The only query of a search, {@code [dimension]}.
   *
   * @throws io.salver.fault.InvalidInput when it is not one vector of finite components
   */
  static float[] only(IndexSpec spec, FloatBuffer query) {
    if (spec.countOf(query) != 1) {
      throw new InvalidInput(
          "a search needs one query of %d components, got %d"
              .formatted(spec.dimension(), query.remaining()));
    }
    float[] components = new float[spec.dimension()];
    query.get(query.position(), components);
    return components;
  }
}
