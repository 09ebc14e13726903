package io.salver.app;

import io.quarkus.arc.All;
import io.salver.monitor.LiveMonitors;
import io.salver.monitor.ObservationConsumer;
import io.salver.monitor.ObservationRelay;
import io.salver.monitor.PredictionObserver;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.log.LogYaml;
import io.salver.monitor.outcome.OutcomeYaml;
import io.salver.repository.JsonProfiles;
import io.salver.task.Watching;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Constructs what watches models. */
@Singleton
final class WatchComponents {

  /** Keys of {@code monitor} in {@code model.yaml} that other parts read. */
  private static final Set<String> KEYS_OF_OTHERS =
      Stream.concat(OutcomeYaml.KEYS.stream(), Stream.of(LogYaml.KEY))
          .collect(Collectors.toUnmodifiableSet());

  @Produces
  @Singleton
  LiveMonitors monitors(WatchConfig config, SalverConfig models, Ticker ticker) {
    return new LiveMonitors(
        new JsonProfiles(models.models().repository()),
        KEYS_OF_OTHERS,
        config.enabled(),
        config.rate(),
        new DataSketches(),
        ticker,
        Clock.systemUTC());
  }

  @Produces
  @Singleton
  ObservationRelay relay(WatchConfig config, @All List<ObservationConsumer> consumers) {
    return new ObservationRelay(config.ring(), consumers);
  }

  @Produces
  @Singleton
  Watching watching(PredictionObserver observer) {
    return new Watching(observer, Clock.systemUTC());
  }
}
