package io.salver.telemetry.prometheus;

import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.NoopHistogram;
import io.micrometer.core.instrument.distribution.pause.NoPauseDetector;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.TimeUnit;

/** A timer whose observations go to one series of a histogram, in seconds. Thread-safe. */
final class HistogramTimer extends AbstractTimer {

  private static final double NANOS_PER_SECOND = 1e9;

  private final DistributionDataPoint series;

  HistogramTimer(Meter.Id id, Clock clock, DistributionDataPoint series) {
    super(id, clock, NoPauseDetector.INSTANCE, TimeUnit.SECONDS, NoopHistogram.INSTANCE);
    this.series = series;
  }

  @Override
  protected void recordNonNegative(long amount, TimeUnit unit) {
    series.observe(unit.toNanos(amount) / NANOS_PER_SECOND);
  }

  @Override
  public long count() {
    return series.getCount();
  }

  @Override
  public double totalTime(TimeUnit unit) {
    return series.getSum() * NANOS_PER_SECOND / unit.toNanos(1);
  }

  /** Not kept: a greatest value cannot be added up over replicas. */
  @Override
  public double max(TimeUnit unit) {
    return Double.NaN;
  }
}
