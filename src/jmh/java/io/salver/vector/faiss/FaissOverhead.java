package io.salver.vector.faiss;

import io.salver.vector.IndexFile;
import io.salver.vector.Recall;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a search from Java costs over the same search in C++: both search the same index file with
 * the same queries, turn by turn, so that whatever else the machine does falls on both. Prints the
 * medians over the rounds. Run by {@code src/jmh/native/faiss-overhead.sh}.
 */
final class FaissOverhead {

  private static final int WARM_UP_ROUNDS = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private FaissOverhead() {}

  /** Arguments: the C++ program, the number of rounds, then names of {@link BenchmarkIndex}. */
  public static void main(String[] arguments) throws IOException {
    System.out.println(
        "index | recall@100 | p50 µs C++ | Java | ratio | CPU µs C++ | Java | ratio");
    for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
      compare(Path.of(arguments[0]), Integer.parseInt(arguments[1]), name);
    }
  }

  private static void compare(Path program, int rounds, String name) throws IOException {
    BenchmarkIndex benchmark = BenchmarkIndex.named(name);
    FloatBuffer queries = benchmark.queries();
    try (VectorIndex index = benchmark.open();
        Yardstick yardstick = new Yardstick(program, benchmark, queries)) {
      Round[] cpp = new Round[rounds];
      Round[] java = new Round[rounds];
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        Round theirs = yardstick.round();
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
    Arrays.sort(times);
    return new Round(times[times.length / 2], spent / times.length);
  }

  /** Median wall time and mean CPU time of the searches of one round, in nanoseconds. */
  private record Round(long median, long cpu) {

    static Round median(Round[] rounds) {
      long[] medians = Arrays.stream(rounds).mapToLong(Round::median).sorted().toArray();
      long[] cpus = Arrays.stream(rounds).mapToLong(Round::cpu).sorted().toArray();
      return new Round(medians[rounds.length / 2], cpus[rounds.length / 2]);
    }
  }

  /** The C++ program, {@code src/jmh/native/search_bench.cpp}. */
  private static final class Yardstick implements AutoCloseable {

    private final Process process;
    private final OutputStream turns;
    private final BufferedReader answers;

    Yardstick(Path program, BenchmarkIndex benchmark, FloatBuffer queries) throws IOException {
      Path index = benchmark.file();
      Path file = index.resolveSibling(index.getFileName() + ".queries");
      ByteBuffer bytes =
          ByteBuffer.allocate(queries.remaining() * Float.BYTES).order(ByteOrder.nativeOrder());
      bytes.asFloatBuffer().put(queries.duplicate());
      Files.write(file, bytes.array());
      process =
          new ProcessBuilder(
                  program.toString(),
                  index.toString(),
                  Long.toString(new IndexFile("faiss").verify(index).payloadOffset()),
                  file.toString(),
                  Integer.toString(BenchmarkIndex.K),
                  Integer.toString(benchmark.effort()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      turns = process.getOutputStream();
      answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    Round round() throws IOException {
      turns.write('\n');
      turns.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("the C++ program ended");
      }
      int space = line.indexOf(' ');
      return new Round(
          Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
    }

    @Override
    public void close() throws IOException {
      turns.close();
      process.onExit().join();
    }
  }
}
