package io.salver.vector.faiss;

import io.salver.model.NativeHandles;
import io.salver.vector.IndexFile;
import io.salver.vector.Recall;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import io.salver.vector.VerifiedIndexFile;
import io.salver.vector.faiss.binding.NativeIndex;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a search from Java costs over the same search in C++: both search the same index in the same
 * memory on the same thread with the same queries, turn by turn, so that whatever else the machine
 * does falls on both. Prints the medians over the rounds. Run by {@code
 * src/jmh/native/faiss-overhead.sh}.
 */
final class FaissOverhead {

  private static final int WARM_UP_ROUNDS = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private FaissOverhead() {}

  /** Arguments: the C++ library, the number of rounds, then names of {@link BenchmarkIndex}. */
  public static void main(String[] arguments) throws IOException {
    System.out.println(
        "index | recall@100 | p50 µs C++ | Java | ratio | CPU µs C++ | Java | ratio");
    Yardstick yardstick = new Yardstick(Path.of(arguments[0]).toAbsolutePath());
    for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
      compare(yardstick, Integer.parseInt(arguments[1]), name);
    }
  }

  private static void compare(Yardstick yardstick, int rounds, String name) throws IOException {
    BenchmarkIndex benchmark = BenchmarkIndex.named(name);
    FloatBuffer queries = benchmark.queries();
    benchmark.open().close();
    VerifiedIndexFile file = new IndexFile("faiss").verify(benchmark.file());
    NativeIndex bare =
        new NativeIndex(file.path().toString(), file.payloadOffset(), file.payloadBytes());
    try (VectorIndex index = new FaissIndex(file.spec(), bare, new NativeHandles())) {
      Round[] cpp = new Round[rounds];
      Round[] java = new Round[rounds];
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        Round theirs = yardstick.round(bare, benchmark, queries);
        Round ours = round(index, benchmark.request(), queries);
        if (round >= 0) {
          cpp[round] = theirs;
          java[round] = ours;
        }
      }
      print(name, recall(benchmark, index, queries), Round.median(cpp), Round.median(java));
    }
  }

  private static double recall(BenchmarkIndex benchmark, VectorIndex index, FloatBuffer queries)
      throws IOException {
    BenchmarkIndex exact = new BenchmarkIndex("Flat", benchmark.size(), 0);
    try (VectorIndex truth = exact.open()) {
      return Recall.of(
          index.search(queries, benchmark.request()), truth.search(queries, exact.request()));
    }
  }

  private static void print(String name, double recall, Round cpp, Round java) {
    System.out.printf(
        "%s | %.3f | %.1f | %.1f | %.3f | %.1f | %.1f | %.3f%n",
        name,
        recall,
        cpp.median / 1e3,
        java.median / 1e3,
        (double) java.median / cpp.median,
        cpp.cpu / 1e3,
        java.cpu / 1e3,
        (double) java.cpu / cpp.cpu);
  }

  private static Round round(VectorIndex index, SearchRequest request, FloatBuffer queries) {
    long[] times = new long[BenchmarkIndex.QUERIES];
    long cpu = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < times.length; i++) {
      int from = i * BenchmarkIndex.DIMENSION;
      long start = System.nanoTime();
      index.search(queries.slice(from, BenchmarkIndex.DIMENSION), request);
      times[i] = System.nanoTime() - start;
    }
    long spent = THREADS.getCurrentThreadCpuTime() - cpu;
    return Round.of(times, spent);
  }

  /** Median wall time and mean CPU time of the searches of one round, in nanoseconds. */
  private record Round(long median, long cpu) {

    static Round of(long[] times, long spent) {
      Arrays.sort(times);
      return new Round(times[times.length / 2], spent / times.length);
    }

    static Round median(Round[] rounds) {
      long[] medians = Arrays.stream(rounds).mapToLong(Round::median).sorted().toArray();
      long[] cpus = Arrays.stream(rounds).mapToLong(Round::cpu).sorted().toArray();
      return new Round(medians[rounds.length / 2], cpus[rounds.length / 2]);
    }
  }

  /** The loop in C++, {@code src/jmh/native/search_loop.cpp}. */
  private static final class Yardstick {

    private final MethodHandle loop;

    @SuppressWarnings("restricted") // a library of our own
    Yardstick(Path library) {
      MemorySegment symbol =
          SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("search_loop");
      loop =
          Linker.nativeLinker()
              .downcallHandle(
                  symbol,
                  FunctionDescriptor.ofVoid(
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.ADDRESS,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS));
    }

    Round round(NativeIndex index, BenchmarkIndex benchmark, FloatBuffer queries) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment times = arena.allocate(ValueLayout.JAVA_LONG, BenchmarkIndex.QUERIES + 1L);
        loop.invokeExact(
            index.address(),
            (long) BenchmarkIndex.QUERIES,
            MemorySegment.ofBuffer(queries),
            (long) BenchmarkIndex.K,
            benchmark.effort(),
            times);
        long[] walls = times.toArray(ValueLayout.JAVA_LONG);
        long spent = walls[BenchmarkIndex.QUERIES];
        return Round.of(Arrays.copyOf(walls, BenchmarkIndex.QUERIES), spent);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
