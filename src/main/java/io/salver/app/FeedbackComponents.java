package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.salver.monitor.outcome.FeedbackService;
import io.salver.monitor.outcome.ListExchange;
import io.salver.monitor.outcome.LiveOutcomeSettings;
import io.salver.monitor.outcome.PredictionMemory;
import io.salver.monitor.outcome.QualityMonitors;
import io.salver.monitor.replica.ReplicaId;
import io.salver.recommend.feedback.FeedbackTracker;
import io.salver.store.JdbcStore;
import io.salver.telemetry.OutcomeMetrics;
import io.salver.telemetry.QualityMetrics;
import io.salver.time.Ticker;
import io.salver.traffic.LabelledArms;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Constructs what remembers predictions and takes their labels. */
@Singleton
final class FeedbackComponents {

  @Produces
  @Singleton
  LiveOutcomeSettings settings() {
    return new LiveOutcomeSettings();
  }

  @Produces
  @Singleton
  OutcomeMetrics outcomeMetrics(MeterRegistry registry) {
    return new OutcomeMetrics(registry);
  }

  @Produces
  @Singleton
  PredictionMemory memory(
      FeedbackConfig config,
      JdbcStore store,
      LiveOutcomeSettings settings,
      OutcomeMetrics metrics,
      Ticker ticker) {
    PredictionMemory memory =
        new PredictionMemory(
            store.predictions(),
            config.enabled() ? settings : new LiveOutcomeSettings(),
            metrics,
            config.perSecond(),
            config.waiting(),
            ticker);
    metrics.showWaiting(memory::waiting);
    return memory;
  }

  @Produces
  @Singleton
  QualityMonitors monitors(
      FeedbackConfig config,
      JdbcStore store,
      LiveOutcomeSettings settings,
      LabelledArms arms,
      Ticker ticker) {
    return new QualityMonitors(
        store.predictions(), settings, config.enabled(), arms, ticker, Clock.systemUTC());
  }

  @Produces
  @Singleton
  FeedbackThreads feedbackThreads(Ticker ticker) {
    return new FeedbackThreads(ticker, Clock.systemUTC());
  }

  @Produces
  @Singleton
  FeedbackService feedbackService(
      FeedbackConfig config,
      JdbcStore store,
      PredictionMemory memory,
      OutcomeMetrics metrics,
      FeedbackThreads threads) {
    return new FeedbackService(
        store.predictions(),
        memory,
        metrics,
        threads.requests(),
        threads::after,
        Clock.systemUTC(),
        config.patience());
  }

  void start(
      @Observes StartupEvent event,
      FeedbackConfig config,
      FeedbackThreads threads,
      PredictionMemory memory,
      QualityMonitors monitors,
      JdbcStore store,
      FeedbackTracker lists,
      ReplicaId replica,
      MeterRegistry registry) {
    threads.start(memory, monitors, new QualityMetrics(registry), store.predictions(), config);
    threads.startLists(
        lists,
        new ListExchange(monitors, store.lists(), replica.text()),
        store.lists(),
        config.retention());
  }
}
