package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.feedback.ListObserver;
import java.util.Locale;

/**
 * Counts what became of lists, {@code recs_lists_total}, those that were adopted from a process
 * that ended, {@code recs_adopted_lists_total}, and the events that name one and do not count for
 * it, {@code recs_unattributed_events_total}. Thread-safe.
 */
public final class ListMetrics implements ListObserver {

  private final MeterRegistry registry;

  /** Metrics in {@code registry}. */
  public ListMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void ended(String recommender, Fate fate) {
    Counter.builder("recs.lists")
        .description("Lists whose events are waited for no more")
        .tags(Tags.of("recommender", recommender, "fate", name(fate)))
        .register(registry)
        .increment();
  }

  @Override
  public void adopted(String recommender) {
    Counter.builder("recs.adopted.lists")
        .description("Lists of processes that have ended whose events are waited for here")
        .tags(Tags.of("recommender", recommender))
        .register(registry)
        .increment();
  }

  @Override
  public void unattributed(String recommender, EventType type, Reason reason) {
    Counter.builder("recs.unattributed.events")
        .description("Events that name a list and do not count for it")
        .tags(Tags.of("recommender", recommender, "type", type.label(), "reason", name(reason)))
        .register(registry)
        .increment();
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
