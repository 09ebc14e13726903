package io.salver.task.tabular;

import io.salver.model.ModelId;
import io.salver.table.FeatureCounts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what it heard last of each feature. Thread-safe. */
final class CountingObserver implements TabularObserver {

  private final Map<String, FeatureCounts> counts = new ConcurrentHashMap<>();
  private volatile List<RowAnswer> answers = List.of();

  @Override
  public void counted(ModelId model, String feature, FeatureCounts counted) {
    counts.put(feature, counted);
  }

  @Override
  public void answered(ModelId model, List<RowAnswer> rows) {
    answers = rows;
  }

  Map<String, FeatureCounts> counts() {
    return counts;
  }

  List<RowAnswer> answers() {
    return answers;
  }
}
