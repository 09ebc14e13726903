package io.salver.vector.faiss;

import io.salver.vector.Neighbors;
import io.salver.vector.VectorIndex;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The time of one search, one query at a time, k = 100, dimension 64. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class FaissSearchBenchmark {

  /** Kind, size and effort. */
  @Param({
    "Flat@100000/0",
    "IVF1265,Flat@100000/16",
    "HNSW32@100000/128",
    "IVF4096,Flat@1000000/16"
  })
  public String index = "";

  private BenchmarkIndex benchmark = new BenchmarkIndex("", 0, 0);
  private FloatBuffer queries = FloatBuffer.allocate(0);
  private Optional<VectorIndex> opened = Optional.empty();
  private int next;

  @Setup(Level.Trial)
  public void open() throws IOException {
    benchmark = BenchmarkIndex.named(index);
    opened = Optional.of(benchmark.open());
    queries = benchmark.queries();
  }

  @TearDown(Level.Trial)
  public void close() {
    opened.orElseThrow().close();
  }

  @Benchmark
  public List<Neighbors> search() {
    next = (next + 1) % BenchmarkIndex.QUERIES;
    int from = next * BenchmarkIndex.DIMENSION;
    FloatBuffer query = queries.slice(from, BenchmarkIndex.DIMENSION);
    return opened.orElseThrow().search(query, benchmark.request());
  }
}
