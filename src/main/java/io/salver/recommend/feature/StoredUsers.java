package io.salver.recommend.feature;

import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The features of known users, encoded once. Immutable. */
public final class StoredUsers {

  private final Table table;
  private final EncodedTable encoded;

  /** Encodes these features of the users. */
  public StoredUsers(Table users, List<Feature.Owned> features) {
    this.table = users;
    this.encoded = new EncodedTable(users, features);
  }

  /** The codes of that user, {@code [width]}. */
  public int[] codes(Feature.Categorical feature, int row) {
    int width = feature.width();
    return Arrays.copyOfRange(encoded.codes(feature), row * width, (row + 1) * width);
  }

  /** The encoded number of that user. */
  public float number(Feature.Scaled feature, int row) {
    return encoded.numbers(feature)[row];
  }

  /** The value before encoding. */
  public Optional<Value> raw(Feature.Owned feature, int row) {
    Optional<Column> column = table.find(feature.column());
    return column.flatMap(values -> values.value(row));
  }
}
