package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.salver.recommend.Fallback;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.Stage;
import io.salver.recommend.StageReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Watches recommendations: {@code recs_stage_seconds}, {@code recs_candidates}, {@code
 * recs_empty_total}, {@code recs_fallback_total}, {@code recs_index_vectors}, {@code
 * recs_index_age_seconds}, {@code recs_index_build_seconds} and {@code recs_recall_estimate}. Every
 * one names its recommender. Thread-safe.
 */
public final class RecommendationMetrics implements RecommendationObserver {

  private static final double[] CANDIDATES = {
    1, 10, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000
  };

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final DegradationMetrics degradation;
  private final ConcurrentMap<Key, Meters> stages = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Supplier<Optional<IndexFacts>>> indexes =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Recall> recalls = new ConcurrentHashMap<>();

  /** Metrics in {@code registry}; {@code clock} tells an index's age. */
  public RecommendationMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.degradation = new DegradationMetrics(registry);
  }

  @Override
  public void recommended(Recommendation recommendation) {
    String recommender = recommendation.recommender();
    for (StageReport report : recommendation.stages()) {
      Meters meters = stages.computeIfAbsent(new Key(recommender, report.stage()), this::stage);
      meters.time.record(report.nanos(), TimeUnit.NANOSECONDS);
      meters.candidates.record(report.kept());
    }
    recommendation.fallback().ifPresent(reason -> fallback(recommender, reason).increment());
    degradation.recommended(recommendation);
    if (recommendation.items().isEmpty()) {
      empty(recommender).increment();
    }
  }

  @Override
  public void indexReady(String recommender, Supplier<Optional<IndexFacts>> index) {
    if (indexes.put(recommender, index) == null) {
      register(recommender);
    }
  }

  @Override
  public void recallSampled(String recommender, String bundle, int found, int expected) {
    recalls
        .computeIfAbsent(recommender + " " + bundle, each -> recall(recommender, bundle))
        .add(found, expected);
  }

  private Recall recall(String recommender, String bundle) {
    Recall recall = new Recall();
    Gauge.builder("recs.recall.estimate", recall, Recall::estimate)
        .description("Share of the exact neighbours that searches found, of late")
        .tags("recommender", recommender, "bundle", bundle)
        .register(registry);
    return recall;
  }

  private void register(String recommender) {
    Tags tags = Tags.of("recommender", recommender);
    Gauge.builder("recs.index.vectors", this, all -> all.tell(recommender, IndexFacts::vectors))
        .description("Vectors in the index that serves")
        .tags(tags)
        .register(registry);
    Gauge.builder("recs.index.age", this, all -> all.tell(recommender, all::age))
        .description("Time since the index that serves was built")
        .baseUnit("seconds")
        .tags(tags)
        .register(registry);
    Gauge.builder(
            "recs.index.build",
            this,
            all -> all.tell(recommender, index -> index.buildTime().toNanos() / 1e9))
        .description("Time that building the index took")
        .baseUnit("seconds")
        .tags(tags)
        .register(registry);
    empty(recommender);
    degradation.register(recommender);
    for (Fallback reason : Fallback.values()) {
      fallback(recommender, reason);
    }
  }

  private double tell(String recommender, ToDoubleFunction<IndexFacts> fact) {
    return Optional.ofNullable(indexes.get(recommender))
        .flatMap(Supplier::get)
        .map(fact::applyAsDouble)
        .orElse(Double.NaN);
  }

  private double age(IndexFacts index) {
    return Duration.between(index.builtAt(), clock.instant()).toNanos() / 1e9;
  }

  private Meters stage(Key key) {
    Tags tags = Tags.of("recommender", key.recommender, "stage", key.stage.label());
    return new Meters(
        Buckets.timer("recs.stage", tags)
            .description("Time of one stage of a recommendation")
            .register(registry),
        DistributionSummary.builder("recs.candidates")
            .description("What a stage passed on")
            .tags(tags)
            .serviceLevelObjectives(CANDIDATES)
            .register(registry));
  }

  private Counter empty(String recommender) {
    return Counter.builder("recs.empty")
        .description("Recommendations without items")
        .tags("recommender", recommender)
        .register(registry);
  }

  private Counter fallback(String recommender, Fallback reason) {
    return Counter.builder("recs.fallback")
        .description("Recommendations that were less personal than they could be")
        .tags("recommender", recommender, "reason", reason.label())
        .register(registry);
  }

  /** The mean over about the last hundred samples. */
  private static final class Recall {

    private static final double KEPT = 0.99;

    private double found;
    private double expected;

    synchronized void add(int nowFound, int nowExpected) {
      found = found * KEPT + nowFound;
      expected = expected * KEPT + nowExpected;
    }

    synchronized double estimate() {
      return expected == 0 ? Double.NaN : found / expected;
    }
  }

  private record Key(String recommender, Stage stage) {}

  private record Meters(Timer time, DistributionSummary candidates) {}
}
