package io.salver.table;

import io.salver.fault.Nearest;
import io.salver.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the values that a model takes of rows, by its schema. Immutable. */
public final class RowEncoder {

  private static final int VALUE_BYTES = Long.BYTES;

  private final FeatureSchema schema;
  private final List<FeatureEncoder> encoders;
  private final Set<String> names;

  /**
   * For rows of {@code schema}.
   *
   * @throws io.salver.fault.BackendFailure when a default is none of its feature
   */
  public RowEncoder(FeatureSchema schema) {
    this.schema = schema;
    this.encoders = schema.features().stream().map(FeatureEncoder::new).toList();
    this.names = new HashSet<>(schema.names());
  }

  /** Rows in which every one that is not bad can be run, and how their cells were. */
  public record Encoded(EncodedRows rows, List<FeatureCounts> counts) {

    /** Copies the list. */
    public Encoded {
      counts = List.copyOf(counts);
    }
  }

  /**
   * Reads all rows; those that cannot be read are named in {@code problems}.
   *
   * @param scope is charged for the values
   */
  public Encoded encode(Rows rows, Problems problems, TensorScope scope) {
    scope.reserve((long) VALUE_BYTES * rows.count() * encoders.size());
    List<EncodedColumn> columns = new ArrayList<>();
    List<FeatureCounts> counts = new ArrayList<>();
    for (int i = 0; i < encoders.size(); i++) {
      Report report = new Report(schema.features().get(i), rows, problems);
      columns.add(encoders.get(i).encode(rows, report));
      counts.add(report.counts());
    }
    rows.columns().stream()
        .filter(column -> !names.contains(column.name()))
        .forEach(column -> unexpected(column, rows, problems));
    return new Encoded(new EncodedRows(rows.count(), columns), counts);
  }

  private void unexpected(Column column, Rows rows, Problems problems) {
    for (int row = 0; row < rows.count(); row++) {
      if (column.kind(row) != Column.Kind.ABSENT) {
        int at = row;
        problems.add(
            row,
            column.name(),
            () ->
                "%s: the model has no such feature%s"
                    .formatted(
                        rows.name(at, column.name()),
                        Nearest.hint(Shown.text(column.name()), schema.names())));
      }
    }
  }
}
