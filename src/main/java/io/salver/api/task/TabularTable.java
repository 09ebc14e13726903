package io.salver.api.task;

import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.task.ClassScore;
import io.salver.task.tabular.Explanation;
import io.salver.task.tabular.RowAnswer;
import io.salver.task.tabular.Spread;
import io.salver.task.tabular.TabularAnswer;
import io.salver.tensor.TensorScope;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a model says of rows as a table: {@code label} and {@code probability_…}, or {@code value},
 * {@code deviation}, {@code quantile_…}, {@code low} and {@code high}; {@code attribution_…} where
 * it was explained; then {@code abstained} and {@code error}. One use; not thread-safe.
 */
public final class TabularTable {

  private final RowsBuilder builder;

  private TabularTable(int rows, TensorScope scope) {
    RowLimits limits = new RowLimits(rows, Integer.MAX_VALUE, Integer.MAX_VALUE);
    this.builder = RowsBuilder.typed(limits, scope);
  }

  /** The table; its memory is charged to {@code scope}. */
  public static Rows of(TabularAnswer answer, TensorScope scope) {
    return new TabularTable(answer.rows().size(), scope).fill(answer.rows());
  }

  private Rows fill(List<RowAnswer> rows) {
    rows.stream()
        .filter(row -> !(row instanceof RowAnswer.Refused))
        .findFirst()
        .ifPresent(this::declare);
    int abstained = builder.column("abstained");
    int error = builder.column("error");
    for (RowAnswer row : rows) {
      builder.row();
      switch (row) {
        case RowAnswer.Classified classified -> {
          add(classified);
          classified.abstained().ifPresent(reason -> builder.text(abstained, reason));
        }
        case RowAnswer.Valued valued -> {
          add(valued);
          valued.abstained().ifPresent(reason -> builder.text(abstained, reason));
        }
        case RowAnswer.Refused refused ->
            builder.text(error, refused.problems().getFirst().message());
      }
    }
    return builder.build();
  }

  /** The columns in their order, which is the same for every row that is answered. */
  private void declare(RowAnswer row) {
    switch (row) {
      case RowAnswer.Classified(var classes, var explanation, var _) -> {
        builder.column("label");
        classes.stream()
            .sorted(Comparator.comparingInt(ClassScore::index))
            .forEach(each -> builder.column(probability(each)));
        declare(explanation);
      }
      case RowAnswer.Valued(var _, var spread, var explanation, var _) -> {
        builder.column("value");
        spread.ifPresent(this::declare);
        declare(explanation);
      }
      case RowAnswer.Refused _ -> {}
    }
  }

  private void declare(Spread spread) {
    spread.deviation().ifPresent(deviation -> builder.column("deviation"));
    spread.quantiles().forEach(each -> builder.column(quantile(each)));
    spread.interval().ifPresent(interval -> List.of("low", "high").forEach(builder::column));
  }

  private void declare(Optional<Explanation> explanation) {
    explanation.ifPresent(
        each -> each.attributions().forEach(part -> builder.column(attribution(part))));
  }

  private void add(RowAnswer.Classified row) {
    if (row.abstained().isEmpty()) {
      builder.text(builder.column("label"), row.classes().getFirst().label());
    }
    for (ClassScore each : row.classes()) {
      builder.real(builder.column(probability(each)), each.score());
    }
    add(row.explanation());
  }

  private void add(RowAnswer.Valued row) {
    builder.real(builder.column("value"), row.value());
    row.spread()
        .ifPresent(
            spread -> {
              spread.deviation().ifPresent(each -> builder.real(builder.column("deviation"), each));
              for (Spread.Quantile each : spread.quantiles()) {
                builder.real(builder.column(quantile(each)), each.value());
              }
              spread
                  .interval()
                  .ifPresent(
                      interval -> {
                        builder.real(builder.column("low"), interval.low());
                        builder.real(builder.column("high"), interval.high());
                      });
            });
    add(row.explanation());
  }

  private void add(Optional<Explanation> explanation) {
    explanation.ifPresent(
        each ->
            each.attributions()
                .forEach(part -> builder.real(builder.column(attribution(part)), part.value())));
  }

  private static String probability(ClassScore score) {
    return "probability_" + score.label();
  }

  private static String quantile(Spread.Quantile quantile) {
    return "quantile_" + quantile.level();
  }

  private static String attribution(Explanation.Attribution part) {
    return "attribution_" + part.feature();
  }
}
