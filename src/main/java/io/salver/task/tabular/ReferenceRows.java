package io.salver.task.tabular;

import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.TextFiles;
import io.salver.monitor.Sample;
import io.salver.table.Feature;
import io.salver.table.FeatureSchema;
import io.salver.table.Rows;
import io.salver.table.SeenCells;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a file as the service would see them if they came as requests, for reference profiles.
 * Stateless.
 *
 * @param features what the model knows of rows
 * @param predictions columns that hold what a model said of them
 */
public record ReferenceRows(FeatureSchema features, FeatureSchema predictions) {

  /**
   * The features that {@code model.yaml} says a model has, which is loaded for that; nothing when
   * its task is not one of rows.
   *
   * @throws io.salver.fault.BackendFailure when the model cannot be used
   */
  public static Optional<FeatureSchema> schema(
      ModelArtifact artifact, ModelLoader backend, TabularPlans plans, ModelTokenizers tokenizers) {
    Optional<TaskName> task =
        artifact.spec().task().flatMap(TaskName::named).filter(TabularPlans.TASKS::contains);
    if (task.isEmpty()) {
      return Optional.empty();
    }
    TextFiles texts = artifact.texts();
    tokenizers.begin(texts);
    try (Model model = backend.load(artifact)) {
      return Optional.of(
          plans.read(task.get(), artifact.spec(), texts, model.signature()).schema());
    } finally {
      tokenizers.end(texts);
    }
  }

  /** A sample of each row. */
  public List<Sample> samples(Rows rows) {
    SeenCells inputs = new SeenCells(rows, features);
    SeenCells outputs = new SeenCells(rows, predictions);
    List<Sample> samples = new ArrayList<>(rows.count());
    for (int row = 0; row < rows.count(); row++) {
      Sample.Builder sample = WatchedRows.sample(inputs, row);
      for (int i = 0; i < outputs.features().size(); i++) {
        Feature prediction = outputs.features().get(i);
        sample.prediction(prediction.name(), WatchedRows.value(outputs.cell(i, row)));
      }
      samples.add(sample.build());
    }
    return samples;
  }
}
