package io.salver.monitor.parquet;

import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.RecordedSample;
import io.salver.monitor.Sample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of files that {@link ParquetFiles} wrote, read again. A feature that is null was missing; a
 * prediction that is null was not there. Stateless.
 */
public final class RecordedRow {

  private RecordedRow() {}

  /**
   * What a row says; absent where it is none of the prediction log.
   *
   * @param row by names of the columns; lists as lists
   */
  public static Optional<RecordedSample> read(Map<String, @Nullable Object> row) {
    if (!(row.get("model") instanceof String model)
        || model.isEmpty()
        || !(row.get("version") instanceof Long version)
        || version < 1) {
      return Optional.empty();
    }
    Sample.Builder sample = Sample.builder();
    row.forEach((column, value) -> add(column, value, sample));
    return Optional.of(new RecordedSample(new ModelId(model, version), sample.build()));
  }

  private static void add(String column, @Nullable Object value, Sample.Builder sample) {
    if (column.startsWith(RecordColumns.FEATURE)) {
      String name = column.substring(RecordColumns.FEATURE.length());
      values(name, value, sample::feature);
    } else if (column.startsWith(RecordColumns.PREDICTION) && value != null) {
      values(column.substring(RecordColumns.PREDICTION.length()), value, sample::prediction);
    } else if (column.startsWith(RecordColumns.EMBEDDING)
        && value instanceof List<?> vector
        && !vector.isEmpty()) {
      sample.embedding(column.substring(RecordColumns.EMBEDDING.length()), floats(vector));
    }
  }

  private static void values(
      String name, @Nullable Object value, BiConsumer<String, FeatureValue> taker) {
    if (value instanceof List<?> list) {
      for (Object each : list) {
        taker.accept(name, value(each));
      }
    } else {
      taker.accept(name, value(value));
    }
  }

  private static FeatureValue value(@Nullable Object value) {
    return switch (value) {
      case null -> FeatureValue.MISSING;
      case Number number -> new FeatureValue.Numeric(number.doubleValue());
      case String text -> new FeatureValue.Category(text);
      default -> new FeatureValue.Wrong();
    };
  }

  private static float[] floats(List<?> vector) {
    float[] floats = new float[vector.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = vector.get(i) instanceof Number number ? number.floatValue() : Float.NaN;
    }
    return floats;
  }
}
