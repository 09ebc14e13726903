package io.salver.monitor.parquet;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the records of a version, as all of them need them: {@code id}, {@code index},
 * {@code model}, {@code version}, {@code time}; {@code feature_<name>} and {@code
 * prediction_<name>}, numbers unless some are texts, lists where a record has several; {@code
 * classes} and {@code probabilities}; {@code value}, {@code interval_low}, {@code interval_high}
 * and {@code interval_level}; {@code embedding_<name>}. For one thread.
 */
final class RecordColumns {

  static final String FEATURE = "feature_";
  static final String PREDICTION = "prediction_";
  static final String EMBEDDING = "embedding_";
  private static final double WHOLE = 1e15;

  private static final List<Column> ALWAYS =
      List.of(
          new Column("id", Column.Kind.TEXT, Column.Form.REQUIRED),
          new Column("index", Column.Kind.INT32, Column.Form.REQUIRED),
          new Column("model", Column.Kind.TEXT, Column.Form.REQUIRED),
          new Column("version", Column.Kind.INT64, Column.Form.REQUIRED),
          new Column("time", Column.Kind.TIME, Column.Form.REQUIRED));

  /** Those that not all records of all models have. */
  private final Map<String, Column> columns = new LinkedHashMap<>();

  /** Counts a record in. */
  void see(Observation observation) {
    values(observation)
        .forEach((name, value) -> columns.merge(name, column(name, value), RecordColumns::wider));
  }

  /** Those that records until now have. */
  List<Column> columns() {
    return Stream.concat(ALWAYS.stream(), columns.values().stream()).toList();
  }

  /** A record that was seen, as {@link ParquetWriter#add} takes it. */
  List<@Nullable Object> row(Observation observation) {
    Map<String, Object> values = values(observation);
    List<@Nullable Object> row = new ArrayList<>();
    row.add(observation.id().request());
    row.add(observation.id().index());
    row.add(observation.model().name());
    row.add(observation.model().version());
    row.add(ChronoUnit.MICROS.between(Instant.EPOCH, observation.at()));
    for (Column column : columns.values()) {
      Object value = values.get(column.name());
      row.add(value == null ? null : fitting(column, value));
    }
    return row;
  }

  /** The others, by name of the column; of features and predictions the values as they came. */
  private static Map<String, Object> values(Observation observation) {
    Map<String, Object> values = new LinkedHashMap<>();
    named(values, FEATURE, observation.sample().features());
    named(values, PREDICTION, observation.sample().predictions());
    observation.predicted().ifPresent(predicted -> predicted(values, predicted));
    observation
        .sample()
        .embeddings()
        .forEach((name, vector) -> values.put(EMBEDDING + name, floats(vector)));
    return values;
  }

  private static void named(Map<String, Object> values, String prefix, List<Sample.Named> group) {
    Map<String, List<FeatureValue>> all = new LinkedHashMap<>();
    for (Sample.Named each : group) {
      all.computeIfAbsent(prefix + each.name(), _ -> new ArrayList<>()).add(each.value());
    }
    all.forEach((name, each) -> values.put(name, new Values(each)));
  }

  private static void predicted(Map<String, Object> values, Predicted predicted) {
    switch (predicted) {
      case Predicted.Classes(List<Predicted.Share> classes) -> {
        values.put("classes", classes.stream().map(Predicted.Share::label).toList());
        values.put("probabilities", classes.stream().map(Predicted.Share::probability).toList());
      }
      case Predicted.Value value -> {
        values.put("value", value.value());
        value
            .interval()
            .ifPresent(
                interval -> {
                  values.put("interval_low", interval.low());
                  values.put("interval_high", interval.high());
                  values.put("interval_level", interval.level());
                });
      }
    }
  }

  /** Values of a feature or a prediction. */
  private record Values(List<FeatureValue> all) {

    boolean hasText() {
      return all.stream().anyMatch(FeatureValue.Category.class::isInstance);
    }
  }

  private static Column column(String name, Object value) {
    return switch (value) {
      case Values values ->
          new Column(
              name,
              values.hasText() ? Column.Kind.TEXT : Column.Kind.DOUBLE,
              values.all().size() > 1 ? Column.Form.LIST : Column.Form.OPTIONAL);
      case List<?> list -> {
        Column.Kind kind =
            switch (list.isEmpty() ? "" : list.getFirst()) {
              case Float _ -> Column.Kind.FLOAT;
              case Double _ -> Column.Kind.DOUBLE;
              default -> Column.Kind.TEXT;
            };
        yield new Column(name, kind, Column.Form.LIST);
      }
      default -> new Column(name, Column.Kind.DOUBLE, Column.Form.OPTIONAL);
    };
  }

  private static Column wider(Column one, Column other) {
    boolean hasText = one.kind() == Column.Kind.TEXT || other.kind() == Column.Kind.TEXT;
    boolean hasList = one.form() == Column.Form.LIST || other.form() == Column.Form.LIST;
    return new Column(
        one.name(),
        hasText ? Column.Kind.TEXT : one.kind(),
        hasList ? Column.Form.LIST : Column.Form.OPTIONAL);
  }

  private static @Nullable Object fitting(Column column, Object value) {
    if (!(value instanceof Values(List<FeatureValue> all))) {
      return value;
    }
    List<@Nullable Object> fitting = new ArrayList<>();
    for (FeatureValue each : all) {
      fitting.add(fitting(column, each));
    }
    return column.form() == Column.Form.LIST ? fitting : fitting.getFirst();
  }

  private static @Nullable Object fitting(Column column, FeatureValue value) {
    return switch (value) {
      case FeatureValue.Numeric(double number) when Double.isNaN(number) -> null;
      case FeatureValue.Numeric(double number) ->
          column.kind() == Column.Kind.TEXT ? text(number) : (Object) number;
      case FeatureValue.Category(String text) -> text;
      case FeatureValue.Missing _, FeatureValue.Wrong _ -> null;
    };
  }

  /** Whole numbers without a fraction, as in NDJSON. */
  private static String text(double number) {
    boolean isWhole = number == Math.rint(number) && Math.abs(number) < WHOLE;
    return isWhole ? Long.toString((long) number) : Double.toString(number);
  }

  private static List<Float> floats(float[] vector) {
    List<Float> floats = new ArrayList<>(vector.length);
    for (float component : vector) {
      floats.add(component);
    }
    return floats;
  }
}
