package io.salver.vector.living;

import io.salver.fault.InvalidInput;
import io.salver.time.Ticker;
import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndexes;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Vectors that change while they are searched. Ids are rows of a catalogue: small non-negative ints
 * that stay; memory grows with the highest one.
 *
 * <p>It consists of an immutable main index of a library, of whatever kind suits its size; of what
 * was written since, which every search scans exactly; and of marks at the rows of the main index
 * that were overwritten or removed since, which are left out inside the search, so that {@code k}
 * results are {@code k} live ones. When enough was written, a merge builds the next main index in
 * the background and puts it in the place of the present one between two searches (the principle of
 * log-structured merge trees: O'Neil, Cheng, Gawlick, O'Neil, 1996). The original vectors are kept
 * outside the heap.
 *
 * <p>Visibility: what {@link #put} and {@link #remove} did is seen by every search that begins
 * after they returned. A search that runs meanwhile sees each row as it was before or after. Scores
 * are those of the original vectors; of a compressed main index the candidates are put into order
 * by them.
 *
 * <p>Filters keep recall: {@code k} places are filled where the filter allows so many rows. Where
 * it allows few, they are scanned exactly instead of searching the main index; in between, the
 * effort grows as the allowed share shrinks (by the library), and an answer that is short is
 * searched for once more with the whole index. Callers need not repeat a search.
 *
 * <p>Thread-safe: one thread at a time should write (writers exclude each other and wait); any
 * number search, without locks. {@link #close} may race with all of it: searches under way finish,
 * later calls fail with {@link IllegalStateException}. Native memory is freed when the last search
 * and the merge under way have ended.
 */
public final class LivingIndex implements AutoCloseable {

  private final VectorIndexes library;
  private final LivingIndexSettings settings;
  private final IndexSpec spec;
  private final RowTable table;
  private final Generations generations;
  private final QuerySample sample;
  private final Merger merger;
  private final Queue<SearchScratch> scratches = new ConcurrentLinkedQueue<>();

  /**
   * An empty index.
   *
   * @param background runs merges, one at a time, and frees memory; shut down after {@link #close}
   * @param ticker measures merges and the pauses after failed ones
   * @param clock tells when an index was built
   */
  public LivingIndex(
      VectorIndexes library,
      LivingIndexSettings settings,
      Executor background,
      LivingIndexObserver observer,
      Ticker ticker,
      InstantSource clock) {
    this(
        new Surroundings(library, settings, background, observer, ticker, clock),
        new RowTable(settings.dimension()),
        MainIndex.empty(settings.spec("Flat"), clock.instant()),
        IdFilter.none(0));
  }

  /** Takes over {@code table} and {@code main}, of which the rows {@code live} are current. */
  LivingIndex(Surroundings surroundings, RowTable table, MainIndex main, IdFilter live) {
    this.library = surroundings.library();
    this.settings = surroundings.settings();
    this.spec = settings.spec("Flat");
    this.table = table;
    this.sample = new QuerySample();
    this.generations = new Generations(table, main, live, surroundings.background());
    EffortTuner tuner = new EffortTuner(settings.targetRecall(), sample, scan());
    this.merger =
        new Merger(generations, new MainBuilder(surroundings, table, tuner), surroundings);
  }

  /**
   * The index of a snapshot, which costs what reading its files costs. Its main index is of the
   * kind that it had; a merge may give it another.
   *
   * @throws io.salver.fault.BackendFailure when there is no snapshot, or it is damaged, or of
   *     another dimension, metric or library: the caller then starts with an empty index
   */
  public static RestoredIndex read(
      Path directory,
      VectorIndexes library,
      LivingIndexSettings settings,
      Executor background,
      LivingIndexObserver observer,
      Ticker ticker,
      InstantSource clock) {
    Surroundings surroundings =
        new Surroundings(library, settings, background, observer, ticker, clock);
    return new SnapshotReader(surroundings, directory).read();
  }

  private RowScan scan() {
    return new RowScan(table.vectors(), library.scorer(settings.metric()));
  }

  public int dimension() {
    return settings.dimension();
  }

  /**
   * Adds or replaces vectors: row {@code rows[i]} gets the {@code i}-th of {@code vectors}, {@code
   * [rows.length, dimension]} row-major; of a row that comes twice the last counts.
   *
   * @throws InvalidInput when the sizes disagree, a row is negative or a component is not finite;
   *     nothing was changed then
   */
  public void put(int[] rows, FloatBuffer vectors) {
    int count = spec.countOf(vectors);
    if (count != rows.length) {
      throw new InvalidInput("there are " + rows.length + " rows for " + count + " vectors");
    }
    requireRows(rows);
    generations.put(rows, vectors, settings.dimension());
    merger.startIfDue();
  }

  /**
   * Removes rows; those that hold no vector are left alone.
   *
   * @throws InvalidInput when a row is negative; nothing was changed then
   */
  public void remove(int[] rows) {
    requireRows(rows);
    generations.remove(rows);
    merger.startIfDue();
  }

  private static void requireRows(int[] rows) {
    for (int row : rows) {
      if (row < 0) {
        throw new InvalidInput("rows must not be negative, got " + row);
      }
    }
  }

  /**
   * The nearest rows of {@code query}, {@code [dimension]}, on the calling thread.
   *
   * @param request its filter is read until this returns, and rows beyond it are not allowed; an
   *     effort of 0, which is advised, means the one that was fitted to the target recall
   * @throws InvalidInput when the query does not have the dimension or is not finite
   * @throws io.salver.fault.BackendFailure when the library below fails
   */
  public Neighbors search(FloatBuffer query, SearchRequest request) {
    float[] components = LivingSearch.only(spec, query);
    sample.note(components);
    return withSearch(components, request, LivingSearch::approximate);
  }

  /**
   * What {@link #search} would find at best: every allowed row is scored by its original vector.
   * Takes about 10 ns a row and is meant for measuring recall.
   */
  public Neighbors exact(FloatBuffer query, SearchRequest request) {
    return withSearch(LivingSearch.only(spec, query), request, LivingSearch::exact);
  }

  private interface Way {
    Neighbors search(LivingSearch search);
  }

  private Neighbors withSearch(float[] query, SearchRequest request, Way way) {
    Generation generation = generations.lease();
    try {
      SearchScratch pooled = scratches.poll();
      SearchScratch scratch = pooled == null ? new SearchScratch(scan()) : pooled;
      Neighbors found = way.search(new LivingSearch(table, generation, scratch, query, request));
      scratches.add(scratch);
      return found;
    } finally {
      generation.leave();
    }
  }

  /** The vector of a row, a copy; absent where the row holds none. */
  public Optional<float[]> vector(int row) {
    Generation generation = generations.lease(); // keeps the slot from being given away
    try {
      int slot = table.slotOf(row);
      return slot == RowInts.NONE ? Optional.empty() : Optional.of(table.vectors().get(slot));
    } finally {
      generation.leave();
    }
  }

  /** How many rows can be found. */
  public long size() {
    return table.size();
  }

  /** How it stands. */
  public LivingIndexStatus status() {
    Generation generation = generations.lease();
    try {
      MainIndex main = generation.main();
      Merger.History history = merger.history();
      return new LivingIndexStatus(
          main.kind(),
          table.size(),
          (long) main.size() + main.holes(),
          (long) generation.live().dead() + main.holes(),
          generation.delta().count(),
          main.training().effort(),
          KindPolicy.bytes(main, settings.dimension()) + table.bytes(),
          main.builtAt(),
          history.merges(),
          history.lastTook(),
          history.failures(),
          merger.isRunning());
    } finally {
      generation.leave();
    }
  }

  /**
   * The index as it is now, for writing it to disk; called by the writer, who labels it with how
   * far its writes have come. Takes some milliseconds for a million rows.
   *
   * @param label whatever the writer needs to know at a restart; at most 65,535 bytes
   * @return the snapshot, which the caller closes, before or after this index
   */
  public LivingIndexSnapshot snapshot(String label) {
    return new LivingIndexSnapshot(library, settings, table, generations.capture(), label);
  }

  /** Starts a merge now, whatever was written, unless one runs. */
  public void merge() {
    merger.start();
  }

  @Override
  public void close() {
    generations.close();
  }
}
