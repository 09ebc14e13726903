package engine.onnx;

import ai.onnxruntime.OrtException;
import engine.stats.Samples;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Loops over a bare model: as fast as it goes, or at an even pace. */
public final class BareLoop {

  private BareLoop() {}

  /**
   * What a closed loop did.
   *
   * @param perSecond runs in a second, of all threads together
   * @param cpuMicros processor time of a run in the thread that made it
   */
  public record Speed(double perSecond, double cpuMicros) {}

  /** Runs on {@code threads} threads without a pause. */
  public static Speed full(BareModel model, int threads, Duration duration) throws Exception {
    List<Callable<Count>> loops = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      loops.add(() -> loop(model, duration));
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      long runs = 0;
      double perSecond = 0;
      long cpu = 0;
      for (Future<Count> loop : executor.invokeAll(loops)) {
        Count count = loop.get();
        runs += count.runs();
        perSecond += count.runs() / (count.nanos() / 1e9);
        cpu += count.cpuNanos();
      }
      return new Speed(perSecond, cpu / 1e3 / runs);
    }
  }

  /** Times of runs in ms that begin {@code perSecond} times a second, as requests would come. */
  public static Samples paced(BareModel model, double perSecond, Duration duration)
      throws OrtException {
    FloatBuffer input = model.input();
    long gap = (long) (1e9 / perSecond);
    long runs = duration.toNanos() / gap;
    long start = System.nanoTime();
    Samples samples = new Samples();
    for (long run = 0; run < runs; run++) {
      awaitMoment(start + run * gap);
      long began = System.nanoTime();
      model.run(input);
      samples.add((System.nanoTime() - began) / 1e6);
    }
    return samples;
  }

  /** Sleeps, and spins for the last millisecond, as the load generator does at a low rate. */
  private static void awaitMoment(long moment) {
    long spin = TimeUnit.MILLISECONDS.toNanos(1);
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      if (left > spin) {
        LockSupport.parkNanos(left - spin);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private record Count(long runs, long nanos, long cpuNanos) {}

  private static Count loop(BareModel model, Duration duration) throws OrtException {
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    FloatBuffer input = model.input();
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long runs = 0;
    while (System.nanoTime() - start < duration.toNanos()) {
      model.run(input);
      runs++;
    }
    return new Count(runs, System.nanoTime() - start, threads.getCurrentThreadCpuTime() - cpu);
  }
}
