package io.salver.monitor;

import io.salver.model.ModelId;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.drift.DriftPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Feeds a monitor: half of the rows are the reference, and rows are drawn from the other half. */
final class MonitorFeed {

  static final int PANES = 5;
  static final int PANES_A_DAY = 480;
  private static final Duration PANE = Duration.ofMinutes(3);

  private final FakeTime time = new FakeTime();
  private final RealStream source;
  private final SplittableRandom random;
  private final ModelMonitor monitor;

  MonitorFeed(RealStream mixed, DriftPolicy policy, long seed) {
    this(mixed.part(0, mixed.size() / 2), mixed.part(mixed.size() / 2, mixed.size()), policy, seed);
  }

  MonitorFeed(RealStream reference, RealStream source, DriftPolicy policy) {
    this(reference, source, policy, 1);
  }

  private MonitorFeed(RealStream reference, RealStream source, DriftPolicy policy, long seed) {
    this.source = source;
    this.random = new SplittableRandom(seed);
    WindowSettings window =
        new WindowSettings(PANE.multipliedBy(PANES), PANES, WindowSettings.Kind.SLIDING);
    MonitorSettings settings = new MonitorSettings(true, 1, window, policy, 200, Map.of());
    this.monitor =
        new ModelMonitor(
            new ModelId("m", 1), settings, reference.profile(), new DataSketches(), time, time);
  }

  void pane(int rows, UnaryOperator<double[]> change) {
    for (int i = 0; i < rows; i++) {
      double[] row = source.rows()[random.nextInt(source.size())];
      monitor.accept(source.sample(change.apply(row)));
    }
    time.pass(PANE);
  }

  void next(int from, int until) {
    for (int i = from; i < until; i++) {
      monitor.accept(source.sample(source.rows()[i]));
    }
    time.pass(PANE);
  }

  MonitorReport report() {
    return monitor.snapshot();
  }
}
