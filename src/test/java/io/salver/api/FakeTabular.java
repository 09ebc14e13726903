package io.salver.api;

import io.salver.api.task.RowFormats;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.serving.ModelReference;
import io.salver.table.Cell;
import io.salver.table.CellProblem;
import io.salver.table.Column;
import io.salver.table.Feature;
import io.salver.table.FeatureSchema;
import io.salver.table.FeatureType;
import io.salver.table.Missing;
import io.salver.table.OutOfRange;
import io.salver.table.Range;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.Unknown;
import io.salver.task.ClassScore;
import io.salver.task.TaskName;
import io.salver.task.tabular.Abstain;
import io.salver.task.tabular.Explain;
import io.salver.task.tabular.Explanation;
import io.salver.task.tabular.PredictRequest;
import io.salver.task.tabular.RowAnswer;
import io.salver.task.tabular.Spread;
import io.salver.task.tabular.TabularAnswer;
import io.salver.task.tabular.TabularSchema;
import io.salver.task.tabular.TabularService;
import io.salver.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers each row by what it holds: the label is its cells as text; a row with {@code value} has
 * that value, one with {@code bad} cannot be read. Fails as {@link FakeTasks} says.
 */
public final class FakeTabular implements TabularService {

  /** Formats of files that say which they are. */
  public static final RowFormats FORMATS =
      new RowFormats(
          new FakeRowFormat("text/csv"),
          new FakeRowFormat("application/vnd.apache.arrow.stream"),
          RowLimits.DEFAULT);

  private static final ModelId ADULT = new ModelId("adult", 3);

  private final FakeTasks tasks = new FakeTasks();

  /** What is the same for all tasks. */
  public FakeTasks tasks() {
    return tasks;
  }

  @Override
  public CompletionStage<TabularAnswer> predict(PredictRequest request) {
    Rows rows;
    try {
      rows = request.rows().read(request.context().scope());
    } catch (RuntimeException unreadable) {
      return CompletableFuture.failedFuture(unreadable);
    }
    return tasks.answer(
        request.context(),
        List.of(),
        model -> {
          List<RowAnswer> answers = new ArrayList<>();
          for (int row = 0; row < rows.count(); row++) {
            answers.add(answer(rows, row, request));
          }
          return new TabularAnswer(model, answers, Optional.of("USD"), FakeTasks.TIMES);
        });
  }

  @Override
  public TabularSchema schema(Optional<ModelReference> model) {
    if (model.isPresent() && !model.get().name().equals(ADULT.name())) {
      throw new NotFound("no model '" + model.get().name() + "'");
    }
    return new TabularSchema(
        ADULT,
        TaskName.TABULAR_CLASSIFICATION,
        new FeatureSchema(
            List.of(
                feature("age", FeatureType.NUMBER, Missing.ERROR, Unknown.INDEX, List.of()),
                feature(
                    "work", FeatureType.CATEGORY, Missing.INDEX, Unknown.ERROR, List.of("a", "b")),
                feature("city", FeatureType.CATEGORY, Missing.INDEX, Unknown.INDEX, List.of("x")),
                feature("since", FeatureType.DATE, Missing.DEFAULT, Unknown.INDEX, List.of()),
                feature("photo", FeatureType.IMAGE, Missing.ERROR, Unknown.INDEX, List.of()))),
        List.of("low", "high"),
        Optional.empty(),
        List.of(),
        false,
        OptionalDouble.empty(),
        Abstain.NEVER,
        Set.of(Explain.Method.SHAPLEY, Explain.Method.PERMUTATION));
  }

  private static Feature feature(
      String name, FeatureType type, Missing missing, Unknown unknown, List<String> values) {
    boolean isAge = name.equals("age");
    return new Feature(
        name,
        type,
        "input",
        DataType.FP32,
        0,
        isAge ? Optional.of("years") : Optional.empty(),
        isAge ? Optional.of(new Range(17, 90)) : Optional.empty(),
        values,
        false,
        missing,
        unknown,
        isAge ? OutOfRange.ERROR : OutOfRange.ACCEPT,
        Optional.empty(),
        Optional.empty());
  }

  private static RowAnswer answer(Rows rows, int row, PredictRequest request) {
    Optional<Column> bad = rows.find("bad");
    if (bad.isPresent() && bad.get().kind(row) != Column.Kind.ABSENT) {
      String message = "rows[" + row + "].bad expects nothing, received " + shown(bad.get(), row);
      if (!request.partial()) {
        throw new InvalidInput(message);
      }
      return new RowAnswer.Refused(List.of(new CellProblem(row, "bad", message)), 2);
    }
    Optional<Explanation> explanation = request.explain().map(FakeTabular::explanation);
    Optional<String> abstained =
        request
            .abstain()
            .map(
                rule ->
                    "below %s wider %s"
                        .formatted(rule.below().orElse(-1), rule.wider().orElse(-1)));
    Optional<Column> value = rows.find("value");
    if (value.isPresent() && value.get().kind(row) != Column.Kind.ABSENT) {
      return new RowAnswer.Valued(
          value.get().number(row), Optional.of(spread()), explanation, abstained);
    }
    return new RowAnswer.Classified(
        List.of(new ClassScore(1, cells(rows, row), 0.75f), new ClassScore(0, "rest", 0.25f)),
        explanation,
        abstained);
  }

  private static Spread spread() {
    return new Spread(
        OptionalDouble.of(1.5),
        List.of(new Spread.Quantile(0.5, 2)),
        Optional.of(new Spread.Interval(0.9, -1, 4)),
        List.of(new Spread.Component(1, 2, 3)));
  }

  private static Explanation explanation(Explain explain) {
    return new Explanation(
        explain.method(),
        explain.label(),
        explain.budget().orElse(-1),
        OptionalDouble.of((double) explain.seed()),
        List.of(new Explanation.Attribution("age", 0.5, OptionalDouble.of(0.125))),
        9);
  }

  private static String cells(Rows rows, int row) {
    List<String> cells = new ArrayList<>();
    for (Column column : rows.columns()) {
      if (column.kind(row) != Column.Kind.ABSENT) {
        cells.add(column.name() + "=" + shown(column, row));
      }
    }
    cells.sort(null);
    return String.join(" ", cells);
  }

  static String shown(Column column, int row) {
    return switch (column.cell(row)) {
      case Cell.Absent() -> "";
      case Cell.Whole(long value) -> "whole " + value;
      case Cell.Real(double value) -> "real " + value;
      case Cell.Flag(boolean value) -> "flag " + value;
      case Cell.Moment(long seconds) -> "moment " + seconds;
      case Cell.Text(String value) -> "text " + value;
      case Cell.Bytes(var value) -> "bytes " + FakeTasks.text(value);
      case Cell.Other(String what) -> "other " + what;
    };
  }
}
