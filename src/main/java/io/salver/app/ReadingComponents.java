package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.salver.monitor.MonitorReading;
import io.salver.monitor.Monitors;
import io.salver.monitor.ObservationRelay;
import io.salver.monitor.ReadingThread;
import io.salver.monitor.replica.HttpReplicas;
import io.salver.monitor.replica.ReplicaId;
import io.salver.monitor.replica.Replicas;
import io.salver.telemetry.DriftMetrics;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Constructs what reads the watching, and shows it in the metrics while the service runs. */
@Singleton
final class ReadingComponents {

  private static final Logger LOG = System.getLogger(ReadingComponents.class.getName());

  @Produces
  @Singleton
  ReadingThread thread() {
    return new ReadingThread();
  }

  @Produces
  @Singleton
  ReplicaId replica() {
    return ReplicaId.draw();
  }

  @Produces
  @Singleton
  Replicas replicas(ReadingConfig config, ReplicaId own, ReadingThread thread) {
    return config
        .peers()
        .filter(peers -> !peers.isEmpty())
        .<Replicas>map(
            peers -> new HttpReplicas(peers, config.peerTimeout(), own, thread, config.peerKey()))
        .orElse(Replicas.NONE);
  }

  @Produces
  @Singleton
  MonitorReading reading(Monitors monitors, Replicas replicas, ReadingThread thread) {
    return new MonitorReading(monitors, replicas, thread);
  }

  void start(
      @Observes StartupEvent event,
      ReadingConfig config,
      MeterRegistry registry,
      ObservationRelay relay,
      MonitorReading reading,
      ReadingThread thread) {
    DriftMetrics metrics = new DriftMetrics(registry, config.metrics().features(), relay::dropped);
    thread.repeat(config.metrics().every(), () -> show(reading, metrics));
  }

  void stop(@Observes ShutdownEvent event, ReadingThread thread, Replicas replicas)
      throws Exception {
    thread.close();
    if (replicas instanceof AutoCloseable open) {
      open.close();
    }
  }

  private static void show(MonitorReading reading, DriftMetrics metrics) {
    try {
      metrics.show(reading.snapshots());
    } catch (RuntimeException failure) { // the next look may succeed
      LOG.log(Level.ERROR, "the metrics of drift could not be updated", failure);
    }
  }
}
