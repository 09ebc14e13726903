package io.salver.table;

import io.salver.table.Column.Kind;
import io.salver.tensor.DataType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out what columns hold of which no schema says it: numbers where all cells are numbers, or
 * stand for them; flags; dates where all cells say so themselves; else categories. Not thread-safe.
 */
public final class InferredSchema {

  private final Map<String, Set<FeatureType>> typesByName = new LinkedHashMap<>();

  /** Looks at rows. */
  public void add(Rows rows) {
    for (Column column : rows.columns()) {
      Set<FeatureType> types =
          typesByName.computeIfAbsent(column.name(), _ -> EnumSet.noneOf(FeatureType.class));
      for (int row = 0; row < rows.count(); row++) {
        Kind kind = column.kind(row);
        if (kind != Kind.ABSENT && kind != Kind.OTHER) {
          types.add(type(kind, column, row, rows.isLiteral()));
        }
      }
    }
  }

  /** The names of all columns, in the order in which they came. */
  public List<String> names() {
    return List.copyOf(typesByName.keySet());
  }

  /** The features that the columns of those names are. */
  public FeatureSchema schema(Predicate<String> names) {
    return new FeatureSchema(
        typesByName.entrySet().stream()
            .filter(entry -> names.test(entry.getKey()))
            .map(entry -> feature(entry.getKey(), only(entry.getValue())))
            .toList());
  }

  private static FeatureType type(Kind kind, Column column, int row, boolean isLiteral) {
    return switch (kind) {
      case WHOLE, REAL -> FeatureType.NUMBER;
      case FLAG -> FeatureType.BOOLEAN;
      case MOMENT -> FeatureType.DATE;
      case TEXT ->
          isLiteral && Literals.number(column.text(row)).isPresent()
              ? FeatureType.NUMBER
              : FeatureType.CATEGORY;
      case BYTES -> FeatureType.IMAGE;
      case ABSENT, OTHER -> throw new IllegalArgumentException(kind + " has no type");
    };
  }

  private static FeatureType only(Set<FeatureType> types) {
    return types.size() == 1 ? types.iterator().next() : FeatureType.CATEGORY;
  }

  private static Feature feature(String name, FeatureType type) {
    return new Feature(
        name,
        type,
        name,
        DataType.FP64,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        Missing.ERROR,
        Unknown.INDEX,
        OutOfRange.ACCEPT,
        Optional.empty(),
        Optional.empty());
  }
}
