package engine.onnx;

import engine.stats.Samples;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;

/** Finds the size at which one row takes about a given time on one thread of this machine. */
public final class Calibration {

  private static final int WARM_UP = 5;
  private static final int RUNS = 31;

  private Calibration() {}

  /**
   * A model of a fitting size.
   *
   * @param size layers or width
   * @param millis the median of a run's processor time, which neighbours disturb least, at that
   *     size
   */
  public record Fitted(byte[] model, int size, double millis) {}

  /** How a size becomes a model. */
  public interface Family {
    byte[] of(int size);
  }

  /**
   * Grows in proportion: the time is about linear in {@code size} (layers), or in its square
   * ({@code power} 2, the width of a convolution).
   */
  public static Fitted fit(Family family, int start, int power, double millis, long... shape)
      throws Exception {
    int size = start;
    Fitted fitted = measure(family, size, shape);
    for (int attempt = 0; attempt < 3 && off(fitted.millis(), millis) > 0.1; attempt++) {
      double factor = Math.pow(millis / fitted.millis(), 1.0 / power);
      int next = Math.max(1, (int) Math.round(size * factor));
      if (next == size) {
        break;
      }
      size = next;
      fitted = measure(family, size, shape);
    }
    return fitted;
  }

  private static double off(double is, double wanted) {
    return Math.abs(is / wanted - 1);
  }

  private static Fitted measure(Family family, int size, long... shape) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    byte[] bytes = family.of(size);
    try (BareModel model = new BareModel(bytes, shape)) {
      FloatBuffer input = model.input();
      Samples samples = new Samples();
      for (int run = 0; run < WARM_UP + RUNS; run++) {
        long start = threads.getCurrentThreadCpuTime();
        model.run(input);
        if (run >= WARM_UP) {
          samples.add((threads.getCurrentThreadCpuTime() - start) / 1e6);
        }
      }
      return new Fitted(bytes, size, samples.median());
    }
  }
}
