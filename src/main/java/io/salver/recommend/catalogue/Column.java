package io.salver.recommend.catalogue;

import io.salver.recommend.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table. One thread changes values in place, any number read without locks: a
 * reader sees the value before or after a change, never a mixture, and everything that happened
 * before it learned of the row.
 */
public abstract sealed class Column permits TextColumn, NumberColumn, TextListColumn {

  /** A column without values. */
  static Column empty(AttributeKind kind) {
    return switch (kind) {
      case TEXT -> new TextColumn(new int[0], List.of());
      case NUMBER -> new NumberColumn(new double[0]);
      case TEXTS -> new TextListColumn(new int[0], List.of(new int[0]), List.of());
    };
  }

  /** The value in that row; absent where it is missing. */
  public abstract Optional<Value> value(int row);

  public abstract AttributeKind kind();

  /**
   * Which rows have one of these values; of a row with several, at least one of them. For numbers,
   * {@link NumberColumn#isAnyOf}.
   */
  public abstract IntPredicate isAnyOf(Collection<String> values);

  /** Puts a value, which must be of this kind, or clears the row; writer only. */
  abstract void set(int row, @Nullable Value value);

  /** Where a column of {@code length} must grow to hold {@code row}. */
  static int grown(int length, int row) {
    return Math.max(row + 1, Math.max(16, length + (length >> 1)));
  }
}
