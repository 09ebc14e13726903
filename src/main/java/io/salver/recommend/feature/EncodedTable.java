package io.salver.recommend.feature;

import io.salver.fault.BackendFailure;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every row of a table, encoded once, one array per feature: codes {@code [rows, width]} and
 * numbers {@code [rows]}. Immutable; the arrays are shared with the plans, which only read them.
 */
public final class EncodedTable {

  private final Map<String, int[]> codes = new HashMap<>();
  private final Map<String, float[]> numbers = new HashMap<>();

  /**
   * Encodes these features of {@code table}.
   *
   * @throws BackendFailure when a feature's column is missing or of another kind
   */
  public EncodedTable(Table table, List<Feature.Owned> features) {
    for (Feature.Owned feature : features) {
      switch (feature) {
        case Feature.Category category -> codes.put(category.name(), encode(table, category));
        case Feature.Categories categories ->
            codes.put(categories.name(), encode(table, categories));
        case Feature.Scaled number -> numbers.put(number.name(), encode(table, number));
      }
    }
  }

  /** The codes of a categorical feature, {@code [rows, width]}. */
  int[] codes(Feature.Categorical feature) {
    return present(codes.get(feature.name()), feature);
  }

  /** The encoded numbers of a numeric feature, {@code [rows]}. */
  float[] numbers(Feature.Scaled feature) {
    return present(numbers.get(feature.name()), feature);
  }

  private static <T> T present(@Nullable T encoded, Feature feature) {
    if (encoded == null) {
      throw new BackendFailure("feature '" + feature.name() + "' is not one of this table");
    }
    return encoded;
  }

  private static int[] encode(Table table, Feature.Category feature) {
    Column.Texts column = column(table, feature, Column.Texts.class);
    int[] mapped = feature.vocabulary().codes(column.dictionary());
    int[] encoded = new int[table.size()];
    for (int row = 0; row < encoded.length; row++) {
      encoded[row] = mapped[column.code(row)];
    }
    return encoded;
  }

  private static int[] encode(Table table, Feature.Categories feature) {
    Column.TextLists column = column(table, feature, Column.TextLists.class);
    int[] mapped = feature.vocabulary().codes(column.dictionary());
    int width = feature.width();
    int[] encoded = new int[table.size() * width];
    for (int row = 0; row < table.size(); row++) {
      int filled = 0;
      for (int code : column.codes(row)) {
        if (filled < width && mapped[code] != Vocabulary.UNKNOWN) {
          encoded[row * width + filled++] = mapped[code];
        }
      }
    }
    return encoded;
  }

  private static float[] encode(Table table, Feature.Scaled feature) {
    Column.Numbers column = column(table, feature, Column.Numbers.class);
    float[] encoded = new float[table.size()];
    for (int row = 0; row < encoded.length; row++) {
      encoded[row] = feature.scale().encode(column.number(row));
    }
    return encoded;
  }

  private static <C extends Column> C column(Table table, Feature.Owned feature, Class<C> kind) {
    Column column =
        table
            .find(feature.column())
            .orElseThrow(
                () ->
                    new BackendFailure(
                        "feature '"
                            + feature.name()
                            + "' expects a column '"
                            + feature.column()
                            + "'; columns: "
                            + table.names()));
    if (!kind.isInstance(column)) {
      throw new BackendFailure(
          "feature '" + feature.name() + "' does not fit a column of " + column.kind());
    }
    return kind.cast(column);
  }
}
