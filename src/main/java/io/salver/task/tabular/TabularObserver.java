package io.salver.task.tabular;

import io.salver.model.ModelId;
import io.salver.table.FeatureCounts;
import java.util.List;

/** Hears of the rows that models are asked about. Thread-safe; must neither block nor throw. */
public interface TabularObserver {

  /** Hears nothing. */
  TabularObserver NONE =
      new TabularObserver() {
        @Override
        public void counted(ModelId model, String feature, FeatureCounts counts) {}

        @Override
        public void answered(ModelId model, List<RowAnswer> rows) {}
      };

  /** The cells of one feature in one request were so. */
  void counted(ModelId model, String feature, FeatureCounts counts);

  /** A request was answered so. */
  void answered(ModelId model, List<RowAnswer> rows);
}
