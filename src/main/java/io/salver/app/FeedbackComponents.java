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
import io.salver.recommend.feedback.ListParcels;
import io.salver.recommend.feedback.OpenLists;
import io.salver.recommend.live.LiveCatalogues;
import io.salver.rollout.RolloutDirectory;
import io.salver.store.JdbcStore;
import io.salver.telemetry.OutcomeMetrics;
import io.salver.telemetry.QualityMetrics;
import io.salver.time.Ticker;
import io.salver.traffic.LabelledArms;
import io.salver.traffic.OpenArms;
import io.salver.traffic.RememberedArms;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

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

  @Produces
  @Singleton
  ListExchange listExchange(QualityMonitors monitors, JdbcStore store, ReplicaId replica) {
    return new ListExchange(monitors, store.lists(), replica.text());
  }

  @Produces
  @Singleton
  OpenLists openLists(
      SalverConfig config,
      FeedbackTracker tracker,
      JdbcStore store,
      LiveCatalogues catalogues,
      RememberedArms arms,
      Ticker ticker) {
    Duration single = config.recommenders().attribution();
    Duration batch = config.recommenders().batchAttribution();
    Duration longest = single.compareTo(batch) < 0 ? batch : single;
    Clock clock = Clock.systemUTC();
    return new OpenLists(
        tracker,
        store.handOver(),
        store,
        catalogues::positions,
        new ListParcels(arms, ticker, clock, longest),
        clock);
  }

  @Produces
  @Singleton
  OpenArms openArms(
      FeedbackConfig config,
      LabelledArms arms,
      RememberedArms names,
      JdbcStore store,
      QualityMonitors monitors) {
    return new OpenArms(
        arms,
        names,
        store.handOver(),
        store.predictions(),
        monitors::position,
        Clock.systemUTC(),
        config.retention());
  }

  @Produces
  @Singleton
  HandingOver handingOver(
      OpenLists lists,
      OpenArms arms,
      JdbcStore store,
      RolloutsConfig rollouts,
      RolloutDirectory directory) {
    return new HandingOver(
        lists,
        arms,
        store.handOver(),
        () -> !rollouts.enabled() || directory.isRead(),
        Clock.systemUTC());
  }

  void start(
      @Observes StartupEvent event,
      FeedbackConfig config,
      FeedbackThreads threads,
      PredictionMemory memory,
      QualityMonitors monitors,
      JdbcStore store,
      FeedbackTracker lists,
      ListExchange exchange,
      HandingOver handingOver,
      MeterRegistry registry) {
    threads.start(memory, monitors, new QualityMetrics(registry), store.predictions(), config);
    threads.startLists(lists, exchange, store.lists(), config.retention());
    threads.startHandingOver(handingOver, lists, exchange);
  }
}
