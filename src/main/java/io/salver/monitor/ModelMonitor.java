package io.salver.monitor;

import io.salver.model.ModelId;
import io.salver.monitor.profile.Profile;
import io.salver.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Watches one version of a model. Takes samples, off the path of requests: one costs some
 * microseconds. Thread-safe: one lock, under which nothing foreign runs.
 */
public final class ModelMonitor {

  private final ModelId model;
  private final MonitorSettings settings;
  private final InstantSource clock;
  private long samples;

  /** A monitor that has seen nothing. */
  public ModelMonitor(
      ModelId model,
      MonitorSettings settings,
      Profile profile,
      Ticker ticker,
      InstantSource clock) {
    this.model = model;
    this.settings = settings;
    this.clock = clock;
  }

  /** Counts one run. Never throws for what a sample holds. */
  public synchronized void accept(Sample sample) {
    samples++;
  }

  /** What is known now. */
  public synchronized MonitorReport snapshot() {
    Instant now = clock.instant();
    return new MonitorReport(
        model,
        new MonitorReport.Window(settings.window().length().toString(), now, now),
        samples,
        Optional.empty(),
        0,
        List.of());
  }
}
