package io.salver.recommend.feature;

import io.salver.fault.BackendFailure;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items' features as numbers, one array per feature, so that a tensor is filled by gathering.
 * One thread encodes rows after they changed, any number read without locks.
 */
public final class EncodedTable {

  private final Table items;
  private final Map<String, EncodedCodes> codes = new HashMap<>();
  private final Map<String, EncodedNumbers> numbers = new HashMap<>();

  /**
   * The features of items among {@code features}, of which no row is encoded yet.
   *
   * @throws BackendFailure when a feature's column is missing or of another kind
   */
  public EncodedTable(Table items, List<Feature> features) {
    this.items = items;
    for (Feature feature : features) {
      switch (feature) {
        case Feature.Identity identity when identity.owner() == Owner.ITEM ->
            codes.put(identity.name(), EncodedCodes.of(identity, items));
        case Feature.Category category when category.owner() == Owner.ITEM ->
            codes.put(category.name(), EncodedCodes.of(category, items));
        case Feature.Categories categories when categories.owner() == Owner.ITEM ->
            codes.put(categories.name(), EncodedCodes.of(categories, items));
        case Feature.Scaled number when number.owner() == Owner.ITEM ->
            numbers.put(number.name(), EncodedNumbers.of(number, items));
        case Feature.Categorical _, Feature.Numeric _ -> {}
        case Feature.Sequence _, Feature.WordSequence _, Feature.Picture _ -> {}
      }
    }
  }

  /** The table that is encoded. */
  Table items() {
    return items;
  }

  /** Encodes every row anew; one thread. */
  public void encodeAll() {
    int rows = items.ids().limit();
    for (int row = 0; row < rows; row++) {
      encode(row);
    }
  }

  /** Encodes a row anew; one thread. */
  public void encode(int row) {
    codes.values().forEach(feature -> feature.encode(row));
    numbers.values().forEach(feature -> feature.encode(row));
  }

  /** The codes of a categorical feature. */
  EncodedCodes codes(Feature.Categorical feature) {
    return present(codes.get(feature.name()), feature);
  }

  /** The encoded numbers of a numeric feature. */
  EncodedNumbers numbers(Feature.Scaled feature) {
    return present(numbers.get(feature.name()), feature);
  }

  static Column column(Table table, String feature, String column) {
    return table
        .find(column)
        .orElseThrow(
            () ->
                new BackendFailure(
                    "feature '"
                        + feature
                        + "' expects a column '"
                        + column
                        + "'; columns: "
                        + table.names()));
  }

  static BackendFailure unfit(String feature, Column column) {
    return new BackendFailure(
        "feature '" + feature + "' does not fit a column of " + column.kind().label());
  }

  private static <T> T present(@Nullable T encoded, Feature feature) {
    if (encoded == null) {
      throw new BackendFailure("feature '" + feature.name() + "' is not one of this table");
    }
    return encoded;
  }
}
