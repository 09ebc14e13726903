package io.salver.recommend.feature;

import java.nio.LongBuffer;

/** Fills the columns of one feature in a categorical tensor. Immutable. */
sealed interface CodeReader {

  int width();

  /**
   * Writes {@link #width()} codes for every row.
   *
   * @param column the first column
   * @param stride columns of the tensor
   */
  void fill(Rows rows, LongBuffer tensor, int column, int stride);

  /** Where the codes of {@code feature} come from. */
  static CodeReader of(Feature.Categorical feature, EncodedTable items) {
    return switch (feature) {
      case Feature.Identity identity ->
          identity.owner() == Owner.ITEM
              ? new ItemCodes(items.codes(identity), 1)
              : new UserIdentity();
      case Feature.Category category -> of(category, category.owner(), items);
      case Feature.Categories categories -> of(categories, categories.owner(), items);
    };
  }

  private static CodeReader of(Feature.Categorical feature, Owner owner, EncodedTable items) {
    return switch (owner) {
      case ITEM -> new ItemCodes(items.codes(feature), feature.width());
      case USER, CONTEXT -> new UserCodes(feature);
    };
  }

  /** The user's identity, on every row. */
  record UserIdentity() implements CodeReader {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public void fill(Rows rows, LongBuffer tensor, int column, int stride) {
      for (int i = 0; i < rows.count(); i++) {
        tensor.put(i * stride + column, rows.user().identity());
      }
    }
  }

  /** The item's codes, gathered from the encoded catalogue. */
  record ItemCodes(EncodedCodes encoded, int width) implements CodeReader {
    @Override
    public void fill(Rows rows, LongBuffer tensor, int column, int stride) {
      int[] codes = encoded.now();
      int[] items = rows.items();
      for (int i = 0; i < rows.count(); i++) {
        for (int j = 0; j < width; j++) {
          tensor.put(i * stride + column + j, codes[items[i] * width + j]);
        }
      }
    }
  }

  /** The codes of the user or the moment, on every row. */
  record UserCodes(Feature.Categorical feature) implements CodeReader {
    @Override
    public int width() {
      return feature.width();
    }

    @Override
    public void fill(Rows rows, LongBuffer tensor, int column, int stride) {
      int[] codes = rows.user().codes(feature);
      for (int i = 0; i < rows.count(); i++) {
        for (int j = 0; j < codes.length; j++) {
          tensor.put(i * stride + column + j, codes[j]);
        }
      }
    }
  }
}
