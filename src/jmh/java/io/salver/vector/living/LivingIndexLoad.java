package io.salver.vector.living;

import io.salver.model.NativeHandles;
import io.salver.time.Ticker;
import io.salver.vector.ClusteredVectors;
import io.salver.vector.IdFilter;
import io.salver.vector.Metric;
import io.salver.vector.Neighbors;
import io.salver.vector.Recall;
import io.salver.vector.SearchRequest;
import io.salver.vector.faiss.FaissIndexes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Measures a living index over FAISS, dimension 64, k = 100: how long it takes to build and to
 * load, what it finds, and what a search costs when nothing is written, by the size of the delta,
 * by the width of a filter, and while vectors are written and merged. Prints a table. Run by {@code
 * src/jmh/living-index.sh}.
 */
final class LivingIndexLoad {

  private static final int DIMENSION = 64;
  private static final int K = 100;
  private static final int QUERIES = 500;
  private static final int BATCH = 50_000;
  private static final int VECTORS_PER_CLUSTER = 200;
  private static final int WRITES_AT_ONCE = 10;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int size;
  private final Duration phase;
  private final ClusteredVectors source;
  private final SplittableRandom random = new SplittableRandom(5);
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("merges").daemon().factory());
  private final FaissIndexes library =
      new FaissIndexes(Runtime.getRuntime().availableProcessors(), new NativeHandles());
  private float[] queries = new float[0];

  private LivingIndexLoad(int size, Duration phase) {
    this.size = size;
    this.phase = phase;
    this.source = new ClusteredVectors(1, DIMENSION, size / VECTORS_PER_CLUSTER, 0.6);
  }

  /**
   * Arguments: vectors, seconds for each phase, kind, memory budget in MiB (0: none), writes a
   * second.
   */
  public static void main(String[] arguments) throws IOException {
    int size = Integer.parseInt(arguments[0]);
    Duration phase = Duration.ofSeconds(Long.parseLong(arguments[1]));
    long budget = Long.parseLong(arguments[3]) << 20;
    LivingIndexSettings settings =
        LivingIndexSettings.of(DIMENSION, Metric.INNER_PRODUCT)
            .withKind(arguments[2])
            .withMemoryBudget(budget == 0 ? LivingIndexSettings.UNLIMITED : budget);
    LivingIndexLoad load = new LivingIndexLoad(size, phase);
    load.run(settings, Integer.parseInt(arguments[4]));
    load.background.shutdown();
  }

  private void run(LivingIndexSettings settings, int writes) throws IOException {
    Path directory = Files.createTempDirectory("living-index");
    try (LivingIndex index = index(settings)) {
      build(index);
      queries = source.next(QUERIES).array();
      System.out.println(index.status());
      recall(index, Optional.empty(), "all");
      searchFor(index, phase, "warm-up");
      searchFor(index, phase, "quiet");
      for (int oneIn : new int[] {2, 10, 30, 50, 100, 1000}) {
        IdFilter filter = filter(oneIn);
        recall(index, Optional.of(filter), "1 in " + oneIn);
        SearchRequest request = new SearchRequest(K, 0, Optional.of(filter));
        searchFor(index::search, request, phase.dividedBy(4), "search");
        searchFor(index::exact, request, phase.dividedBy(4), "scan");
      }
      underWrites(index, writes);
      searchFor(index, phase, "quiet again");
      recall(index, Optional.empty(), "all");
      System.out.println(index.status());
      save(index, directory);
    }
    load(settings, directory);
    delta(
        settings.withMerging(new LivingIndexSettings.Merging(1 << 28, 1 << 28, 1, Duration.ZERO)),
        directory);
  }

  private LivingIndex index(LivingIndexSettings settings) {
    return new LivingIndex(
        library, settings, background, new Printer(), Ticker.SYSTEM, InstantSource.system());
  }

  /** Prints merges. */
  private static final class Printer implements LivingIndexObserver {

    @Override
    public void merged(Merged merged) {
      System.out.printf(
          "%s; CPU of the thread so far %.2f s%n", merged, THREADS.getCurrentThreadCpuTime() / 1e9);
    }

    @Override
    public void mergeFailed(Throwable reason, Duration pause) {
      System.out.println("merge failed: " + reason);
    }
  }

  private void build(LivingIndex index) {
    AtomicBoolean held = new AtomicBoolean(true);
    background.execute(() -> awaitFalse(held));
    for (int from = 0; from < size; from += BATCH) {
      int count = Math.min(BATCH, size - from);
      index.put(IntStream.range(from, from + count).toArray(), source.next(count));
    }
    long start = System.nanoTime();
    held.set(false);
    awaitMerge(index);
    System.out.printf(
        "built in %.1f s; resident %d MiB%n", (System.nanoTime() - start) / 1e9, resident());
  }

  private static void awaitFalse(AtomicBoolean flag) {
    while (flag.get()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void awaitMerge(LivingIndex index) {
    while (index.status().merging()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static long resident() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private FloatBuffer query(int i) {
    return FloatBuffer.wrap(queries, i * DIMENSION, DIMENSION);
  }

  private IdFilter filter(int oneIn) {
    IdFilter filter = IdFilter.none(size);
    for (int row = 0; row < size; row++) {
      if (random.nextInt(oneIn) == 0) {
        filter.allow(row);
      }
    }
    return filter;
  }

  private void recall(LivingIndex index, Optional<IdFilter> filter, String allowed) {
    SearchRequest request = new SearchRequest(K, 0, filter);
    List<Neighbors> expected = new ArrayList<>();
    List<Neighbors> found = new ArrayList<>();
    for (int i = 0; i < QUERIES / 5; i++) {
      expected.add(index.exact(query(i), request));
      found.add(index.search(query(i), request));
    }
    System.out.printf("allowed %s | recall@100 %.4f%n", allowed, Recall.of(found, expected));
  }

  private interface Way {
    Neighbors search(FloatBuffer query, SearchRequest request);
  }

  private void searchFor(LivingIndex index, Duration duration, String phase) {
    searchFor(index::search, SearchRequest.nearest(K), duration, phase);
  }

  private void searchFor(Way way, SearchRequest request, Duration duration, String phase) {
    long[] times = new long[1 << 22];
    int count = 0;
    long cpu = THREADS.getCurrentThreadCpuTime();
    for (long end = System.nanoTime() + duration.toNanos(), now = System.nanoTime();
        now < end && count < times.length; ) {
      long start = now;
      way.search(query(count % QUERIES), request);
      now = System.nanoTime();
      times[count++] = now - start;
    }
    double spent = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3 / count;
    print(phase + " | CPU %.1f µs".formatted(spent), Arrays.copyOf(times, count));
  }

  private static void print(String what, long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%s | p50 %.1f µs | p99 %.1f µs | p99.9 %.1f µs | %d searches%n",
        what,
        sorted[sorted.length / 2] / 1e3,
        sorted[(int) (sorted.length * 0.99)] / 1e3,
        sorted[(int) (sorted.length * 0.999)] / 1e3,
        sorted.length);
  }

  private void underWrites(LivingIndex index, int perSecond) {
    AtomicBoolean writing = new AtomicBoolean(true);
    Thread writer =
        Thread.ofPlatform().name("writer").start(() -> write(index, perSecond, writing));
    searchFor(index, phase.multipliedBy(4), perSecond + " writes/s");
    writing.set(false);
    join(writer);
    awaitMerge(index);
  }

  private void write(LivingIndex index, int perSecond, AtomicBoolean writing) {
    long pause = 1_000_000_000L * WRITES_AT_ONCE / perSecond;
    long next = System.nanoTime();
    while (writing.get()) {
      int[] rows = random.ints(WRITES_AT_ONCE, 0, size).toArray();
      index.put(rows, source.next(WRITES_AT_ONCE));
      next += pause;
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void save(LivingIndex index, Path directory) {
    long start = System.nanoTime();
    try (LivingIndexSnapshot snapshot = index.snapshot("1")) {
      System.out.printf("captured in %.1f ms%n", (System.nanoTime() - start) / 1e6);
      snapshot.write(directory);
    }
    System.out.printf("written in %.1f s%n", (System.nanoTime() - start) / 1e9);
  }

  private LivingIndex read(LivingIndexSettings settings, Path directory) {
    return LivingIndex.read(
            directory,
            library,
            settings,
            background,
            new Printer(),
            Ticker.SYSTEM,
            InstantSource.system())
        .index();
  }

  private void load(LivingIndexSettings settings, Path directory) {
    long start = System.nanoTime();
    try (LivingIndex index = read(settings, directory)) {
      System.out.printf("loaded in %.1f s%n", (System.nanoTime() - start) / 1e9);
      recall(index, Optional.empty(), "all");
    }
  }

  private void delta(LivingIndexSettings settings, Path directory) {
    try (LivingIndex index = read(settings, directory)) {
      searchFor(index, phase, "delta " + index.status().deltaEntries());
      for (int entries : new int[] {1_000, 5_000, 10_000, 20_000, 50_000}) {
        int more = entries - (int) index.status().deltaEntries();
        if (more > 0) {
          index.put(random.ints(more, 0, size).toArray(), source.next(more));
          searchFor(index, phase.dividedBy(2), "delta " + entries);
        }
      }
    }
  }
}
