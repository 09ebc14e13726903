package io.salver.recommend.feature;

import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The features of known users, encoded when they are asked for; a value that the models do not know
 * is as good as none. Thread-safe.
 */
public final class StoredUsers {

  private final Table table;

  /** The users of that table. */
  public StoredUsers(Table users) {
    this.table = users;
  }

  /** The codes of that user, {@code [width]}. */
  public int[] codes(Feature.Category feature, int row) {
    Optional<Value> raw = raw(feature, row);
    return new int[] {raw.map(value -> code(feature.vocabulary(), value)).orElse(0)};
  }

  /** The codes of that user, {@code [width]}, zeros at the end. */
  public int[] codes(Feature.Categories feature, int row) {
    List<String> texts =
        raw(feature, row)
            .filter(Value.Texts.class::isInstance)
            .map(value -> ((Value.Texts) value).texts())
            .orElse(List.of());
    int[] codes =
        texts.stream()
            .mapToInt(feature.vocabulary()::code)
            .filter(code -> code != Vocabulary.UNKNOWN)
            .limit(feature.width())
            .toArray();
    return Arrays.copyOf(codes, feature.width());
  }

  /** The encoded number of that user. */
  public float number(Feature.Scaled feature, int row) {
    double raw =
        raw(feature, row)
            .filter(Value.Real.class::isInstance)
            .map(value -> ((Value.Real) value).number())
            .orElse(Double.NaN);
    return feature.scale().encode(raw);
  }

  /** The value before encoding. */
  public Optional<Value> raw(Feature.Owned feature, int row) {
    return table.find(feature.column()).flatMap(column -> column.value(row));
  }

  private static int code(Vocabulary vocabulary, Value value) {
    return value instanceof Value.Text text ? vocabulary.code(text.text()) : Vocabulary.UNKNOWN;
  }
}
