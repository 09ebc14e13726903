package io.salver.task.tabular;

import io.salver.model.ModelId;
import io.salver.table.FeatureSchema;
import io.salver.task.TaskName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a model of rows takes and gives, for those who call it. Immutable.
 *
 * @param task classification or regression
 * @param features what each row may or must hold
 * @param labels of the classes, by index; empty for a value
 * @param unit of the value, if one is stated
 * @param levels of the quantiles that the model gives itself
 * @param mixture whether the value comes as a mixture of Gaussians
 * @param interval the probability of the interval that each value has; absent: values have none
 * @param abstain the model's own rule
 * @param methods by which answers can be explained
 */
public record TabularSchema(
    ModelId model,
    TaskName task,
    FeatureSchema features,
    List<String> labels,
    Optional<String> unit,
    List<Double> levels,
    boolean mixture,
    OptionalDouble interval,
    Abstain abstain,
    Set<Explain.Method> methods) {

  /** Copies the lists and the set. */
  public TabularSchema {
    labels = List.copyOf(labels);
    levels = List.copyOf(levels);
    methods = Set.copyOf(methods);
  }
}
