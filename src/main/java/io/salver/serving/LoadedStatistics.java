package io.salver.serving;

import io.salver.lifecycle.Lease;
import java.util.Comparator;
import java.util.List;

/** The statistics of the versions that a host has loaded. Thread-safe. */
public final class LoadedStatistics implements StatisticsService {

  private static final Comparator<ModelStatistics> BY_NAME_AND_VERSION =
      Comparator.comparing((ModelStatistics one) -> one.model().name())
          .thenComparing(one -> one.model().version());

  private final ModelHost host;

  public LoadedStatistics(ModelHost host) {
    this.host = host;
  }

  @Override
  public List<ModelStatistics> statistics() {
    return host.statistics().stream().sorted(BY_NAME_AND_VERSION).toList();
  }

  @Override
  public List<ModelStatistics> statistics(ModelReference model) {
    try (Lease<ServedModel> lease = host.lease(model, "statistics")) {
      return model.version().isPresent()
          ? List.of(lease.servable().counters().snapshot())
          : statistics().stream().filter(one -> one.model().name().equals(model.name())).toList();
    }
  }
}
