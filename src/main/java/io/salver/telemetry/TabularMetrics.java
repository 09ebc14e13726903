package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.model.ModelId;
import io.salver.table.FeatureCounts;
import io.salver.task.tabular.RowAnswer;
import io.salver.task.tabular.TabularObserver;
import java.util.List;

/**
 * Watches rows: {@code tabular_cells_total} by feature and by what was the matter with a cell, and
 * {@code tabular_rows_total} by what became of a row. Thread-safe.
 */
public final class TabularMetrics implements TabularObserver {

  private final MeterRegistry registry;

  /** Metrics in {@code registry}. */
  public TabularMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void counted(ModelId model, String feature, FeatureCounts counts) {
    Tags tags = tags(model).and("feature", feature);
    cells(tags, "any").increment((double) counts.cells());
    cells(tags, "missing").increment((double) counts.missing());
    cells(tags, "unknown").increment((double) counts.unknown());
    cells(tags, "out_of_range").increment((double) counts.outOfRange());
  }

  @Override
  public void answered(ModelId model, List<RowAnswer> rows) {
    long refused = rows.stream().filter(RowAnswer.Refused.class::isInstance).count();
    long abstained = rows.stream().filter(TabularMetrics::isAbstained).count();
    rows(model, "refused").increment((double) refused);
    rows(model, "abstained").increment((double) abstained);
    rows(model, "answered").increment((double) (rows.size() - refused - abstained));
  }

  private static boolean isAbstained(RowAnswer answer) {
    return switch (answer) {
      case RowAnswer.Classified classified -> classified.abstained().isPresent();
      case RowAnswer.Valued valued -> valued.abstained().isPresent();
      case RowAnswer.Refused _ -> false;
    };
  }

  private Counter cells(Tags tags, String state) {
    return Counter.builder("tabular.cells")
        .description("Cells of rows, by what was the matter with them; any: all of them")
        .tags(tags.and("state", state))
        .register(registry);
  }

  private Counter rows(ModelId model, String outcome) {
    return Counter.builder("tabular.rows")
        .description("Rows that models were asked about, by what became of them")
        .tags(tags(model).and("outcome", outcome))
        .register(registry);
  }

  private static Tags tags(ModelId model) {
    return Tags.of("model", model.name(), "version", Long.toString(model.version()));
  }
}
