package io.salver.task.tabular;

import io.salver.model.ModelId;
import io.salver.table.EncodedRows;
import io.salver.table.FeatureSchema;
import io.salver.table.RowEncoder;
import io.salver.task.TaskName;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What is done before and after a run of a model of rows. Immutable.
 *
 * @param writers of the model's inputs
 * @param attributions the output by which the model explains itself
 * @param background rows that others are compared with
 * @param maxRows the most rows of one run
 */
record TabularPlan(
    TaskName task,
    FeatureSchema schema,
    RowEncoder encoder,
    List<RowInput> writers,
    AnswerReading reading,
    Optional<NumberOutput> attributions,
    Optional<EncodedRows> background,
    Abstain abstain,
    int maxRows) {

  TabularPlan {
    writers = List.copyOf(writers);
  }

  /** By what answers can be explained. */
  Set<Explain.Method> methods() {
    Set<Explain.Method> methods = EnumSet.noneOf(Explain.Method.class);
    attributions.ifPresent(_ -> methods.add(Explain.Method.MODEL));
    background.ifPresent(
        _ -> methods.addAll(EnumSet.of(Explain.Method.SHAPLEY, Explain.Method.PERMUTATION)));
    return methods;
  }

  /** What callers may know of it. */
  TabularSchema describe(ModelId model) {
    Optional<SpreadReading> spread =
        reading instanceof ValueReading values ? values.spread() : Optional.empty();
    return new TabularSchema(
        model,
        task,
        schema,
        reading.labels(),
        reading.unit(),
        spread.map(SpreadReading::levels).orElse(List.of()),
        spread.filter(SpreadReading.OfMixture.class::isInstance).isPresent(),
        spread
            .flatMap(SpreadReading::interval)
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty()),
        abstain,
        methods());
  }
}
