package io.salver.api.grpc;

import io.salver.api.task.RowSchema;
import io.salver.api.task.TabularRequests;
import io.salver.serving.RequestId;
import io.salver.table.Feature;
import io.salver.task.tabular.Explanation;
import io.salver.task.tabular.RowAnswer;
import io.salver.task.tabular.Spread;
import io.salver.task.tabular.TabularAnswer;
import io.salver.task.tabular.TabularSchema;
import io.salver.v1.Attribution;
import io.salver.v1.CellProblem;
import io.salver.v1.GetSchemaResponse;
import io.salver.v1.Interval;
import io.salver.v1.MixtureComponent;
import io.salver.v1.PredictResponse;
import io.salver.v1.PredictedRow;
import io.salver.v1.Quantile;
import io.salver.v1.TabularFeature;
import java.util.OptionalInt;

/** Encodes what a model says of rows, and of itself, as messages. Stateless. */
final class TabularAnswers {

  private TabularAnswers() {}

  /**
   * The answer.
   *
   * @param most how many classes of each row; absent: all
   */
  static PredictResponse predicted(RequestId id, TabularAnswer answer, OptionalInt most) {
    PredictResponse.Builder message =
        PredictResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setUnit(answer.unit().orElse(""))
            .setTimes(TaskAnswers.encode(answer.times()));
    for (RowAnswer row : answer.rows()) {
      message.addResults(
          switch (row) {
            case RowAnswer.Classified classified -> classified(classified, most);
            case RowAnswer.Valued valued -> valued(valued);
            case RowAnswer.Refused refused -> refused(refused);
          });
    }
    return message.build();
  }

  static GetSchemaResponse schema(TabularSchema schema) {
    GetSchemaResponse.Builder message =
        GetSchemaResponse.newBuilder()
            .setModel(schema.model().name())
            .setVersion(schema.model().version())
            .setTask(schema.task().text())
            .addAllLabels(schema.labels())
            .setUnit(schema.unit().orElse(""))
            .setJsonSchema(RowSchema.jsonSchema(schema).toString());
    schema.features().features().forEach(each -> message.addFeatures(feature(each)));
    RowSchema.methods(schema).forEach(message::addExplain);
    return message.build();
  }

  private static PredictedRow classified(RowAnswer.Classified answer, OptionalInt most) {
    PredictedRow.Builder row = PredictedRow.newBuilder();
    if (answer.abstained().isEmpty()) {
      row.setLabel(answer.classes().getFirst().label());
    }
    answer.classes().stream()
        .limit(most.orElse(Integer.MAX_VALUE))
        .forEach(each -> row.addClasses(TaskAnswers.encode(each)));
    answer.abstained().ifPresent(row::setAbstained);
    answer.explanation().ifPresent(each -> row.setExplanation(explanation(each)));
    return row.build();
  }

  private static PredictedRow valued(RowAnswer.Valued answer) {
    PredictedRow.Builder row = PredictedRow.newBuilder().setValue(answer.value());
    answer.spread().ifPresent(spread -> add(row, spread));
    answer.abstained().ifPresent(row::setAbstained);
    answer.explanation().ifPresent(each -> row.setExplanation(explanation(each)));
    return row.build();
  }

  private static void add(PredictedRow.Builder row, Spread spread) {
    spread.deviation().ifPresent(row::setDeviation);
    for (Spread.Quantile each : spread.quantiles()) {
      row.addQuantiles(Quantile.newBuilder().setLevel(each.level()).setValue(each.value()));
    }
    spread
        .interval()
        .ifPresent(
            each ->
                row.setInterval(
                    Interval.newBuilder()
                        .setLevel(each.level())
                        .setLow(each.low())
                        .setHigh(each.high())));
    for (Spread.Component each : spread.components()) {
      row.addComponents(
          MixtureComponent.newBuilder()
              .setWeight(each.weight())
              .setMean(each.mean())
              .setDeviation(each.deviation()));
    }
  }

  private static PredictedRow refused(RowAnswer.Refused answer) {
    PredictedRow.Builder row =
        PredictedRow.newBuilder()
            .setError(answer.problems().getFirst().message())
            .setMore(answer.more());
    answer
        .problems()
        .forEach(
            each ->
                row.addProblems(
                    CellProblem.newBuilder().setColumn(each.column()).setMessage(each.message())));
    return row.build();
  }

  private static io.salver.v1.Explanation explanation(Explanation explanation) {
    io.salver.v1.Explanation.Builder message =
        io.salver.v1.Explanation.newBuilder()
            .setMethod(TabularRequests.label(explanation.method()))
            .setExplained(explanation.explained())
            .setModelRows(explanation.modelRows());
    explanation.label().ifPresent(message::setLabel);
    explanation.baseline().ifPresent(message::setBaseline);
    for (Explanation.Attribution each : explanation.attributions()) {
      Attribution.Builder part =
          Attribution.newBuilder().setFeature(each.feature()).setValue(each.value());
      each.standardError().ifPresent(part::setStandardError);
      message.addAttributions(part);
    }
    return message.build();
  }

  private static TabularFeature feature(Feature feature) {
    TabularFeature.Builder message =
        TabularFeature.newBuilder()
            .setName(feature.name())
            .setType(feature.type().text())
            .setUnit(feature.unit().orElse(""))
            .addAllValues(feature.values())
            .setRequired(feature.isRequired())
            .setMissing(RowSchema.label(feature.missing()))
            .setUnknown(RowSchema.label(feature.unknown()))
            .setOutOfRange(RowSchema.label(feature.outOfRange()))
            .setDescription(feature.description().orElse(""));
    feature.range().ifPresent(range -> message.setLeast(range.least()).setMost(range.most()));
    return message.build();
  }
}
