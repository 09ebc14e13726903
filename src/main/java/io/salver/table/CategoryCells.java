package io.salver.table;

import io.salver.fault.Nearest;
import io.salver.tensor.DataType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cells that hold one of a list of names. Immutable. */
final class CategoryCells {

  private static final int FEW = 1_000;
  private static final int SHORT = 64;

  private final Map<String, Integer> indexByName;
  private final Unknown unknown;

  private CategoryCells(Feature feature) {
    List<String> values = feature.values();
    Map<String, Integer> indices = HashMap.newHashMap(values.size());
    for (int i = 0; i < values.size(); i++) {
      indices.putIfAbsent(values.get(i), i);
    }
    this.indexByName = indices;
    this.unknown = feature.unknown();
  }

  /** By the feature's tensor: strings themselves, or indices. */
  static CellReader of(Feature feature) {
    CategoryCells cells = new CategoryCells(feature);
    return feature.dataType() == DataType.BYTES
        ? (CellReader.OfObjects) cells::string
        : (CellReader.OfLongs) cells::index;
  }

  private long index(Column column, int row, Report report) {
    if (column.kind(row) != Column.Kind.TEXT) {
      report.wrong(column, row);
      return 0;
    }
    Integer index = indexByName.get(column.text(row));
    if (index == null) {
      unknown(column, row, report);
      return indexByName.size();
    }
    return index;
  }

  private Object string(Column column, int row, Report report) {
    if (column.kind(row) != Column.Kind.TEXT) {
      report.wrong(column, row);
      return new byte[0];
    }
    String text = column.text(row);
    if (!indexByName.isEmpty() && !indexByName.containsKey(text)) {
      unknown(column, row, report);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void unknown(Column column, int row, Report report) {
    report.unknown();
    switch (unknown) {
      case INDEX -> {}
      case ERROR ->
          report.add(
              row,
              () ->
                  "'%s' is none of its %d categories%s"
                      .formatted(
                          Shown.text(column.text(row)),
                          indexByName.size(),
                          hint(column.text(row))));
    }
  }

  private String hint(String text) {
    return indexByName.size() <= FEW && text.length() <= SHORT
        ? Nearest.hint(text, indexByName.keySet())
        : "";
  }
}
