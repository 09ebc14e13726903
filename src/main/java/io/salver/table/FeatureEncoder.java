package io.salver.table;

import io.salver.fault.BackendFailure;
import io.salver.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the values that a model takes of all cells of one feature. Immutable. */
final class FeatureEncoder {

  private static final Column EMPTY = new Column("");

  private final Feature feature;
  private final CellReader reader;

  /** What stands for a missing cell; absent where nothing does. */
  private final @Nullable Object missing;

  FeatureEncoder(Feature feature) {
    this.feature = feature;
    this.reader = CellReader.of(feature);
    this.missing =
        switch (feature.missing()) {
          case ERROR -> null;
          case NAN -> Double.NaN;
          case INDEX -> feature.dataType() == DataType.BYTES ? new byte[0] : index(feature);
          case DEFAULT -> usual();
        };
  }

  private static double index(Feature feature) {
    return feature.values().size() + 1.0;
  }

  EncodedColumn encode(Rows rows, Report report) {
    Column column = rows.find(feature.name()).orElse(EMPTY);
    return switch (reader) {
      case CellReader.OfDoubles doubles ->
          new EncodedColumn.Doubles(doubles(column, rows, doubles, report));
      case CellReader.OfLongs longs when isFloating() ->
          new EncodedColumn.Doubles(
              doubles(column, rows, (cells, row, to) -> longs.read(cells, row, to), report));
      case CellReader.OfLongs longs -> new EncodedColumn.Longs(longs(column, rows, longs, report));
      case CellReader.OfObjects objects ->
          new EncodedColumn.Objects(objects(column, rows, objects, report));
    };
  }

  private boolean isFloating() {
    return feature.dataType() == DataType.FP32 || feature.dataType() == DataType.FP64;
  }

  private double[] doubles(Column column, Rows rows, CellReader.OfDoubles cells, Report report) {
    double instead = missing instanceof Number number ? number.doubleValue() : 0;
    double[] values = new double[rows.count()];
    for (int row = 0; row < values.length; row++) {
      if (column.kind(row) == Column.Kind.ABSENT) {
        report.missing(row, missing == null);
        values[row] = instead;
      } else {
        values[row] = cells.read(column, row, report);
      }
    }
    return values;
  }

  private long[] longs(Column column, Rows rows, CellReader.OfLongs cells, Report report) {
    long instead = missing instanceof Number number ? number.longValue() : 0;
    long[] values = new long[rows.count()];
    for (int row = 0; row < values.length; row++) {
      if (column.kind(row) == Column.Kind.ABSENT) {
        report.missing(row, missing == null);
        values[row] = instead;
      } else {
        values[row] = cells.read(column, row, report);
      }
    }
    return values;
  }

  private List<@Nullable Object> objects(
      Column column, Rows rows, CellReader.OfObjects cells, Report report) {
    List<@Nullable Object> values = new ArrayList<>(rows.count());
    for (int row = 0; row < rows.count(); row++) {
      if (column.kind(row) == Column.Kind.ABSENT) {
        report.missing(row, missing == null);
        values.add(missing);
      } else {
        values.add(cells.read(column, row, report));
      }
    }
    return values;
  }

  /** The default, read as a cell would be. */
  private Object usual() {
    Cell given = feature.defaultValue().orElseThrow();
    Column column = new Column(feature.name());
    column.put(0, given);
    Rows rows = new Rows(1, List.of(column), false, new int[0]);
    Problems problems = new Problems(1, 1);
    Report report = new Report(feature, rows, problems);
    Object value =
        switch (reader) {
          case CellReader.OfDoubles doubles -> (Object) doubles.read(column, 0, report);
          case CellReader.OfLongs longs -> longs.read(column, 0, report);
          case CellReader.OfObjects objects -> objects.read(column, 0, report);
        };
    if (problems.count() > 0) {
      throw new BackendFailure(
          "the default of feature '%s' is wrong: %s"
              .formatted(feature.name(), problems.described().getFirst().message()));
    }
    return value;
  }
}
