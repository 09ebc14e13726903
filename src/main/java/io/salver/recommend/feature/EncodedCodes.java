package io.salver.recommend.feature;

import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.catalogue.TextColumn;
import io.salver.recommend.catalogue.TextListColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The codes of one categorical feature of every item, {@code [rows, width]}. One thread encodes
 * rows, any number read without locks.
 */
final class EncodedCodes {

  /** Writes the codes of a row from {@code start}; they are zero before. */
  private interface Encoder {
    void encode(int row, int[] codes, int start);
  }

  private final int width;
  private final Encoder encoder;
  private volatile int[] codes = new int[0];

  private EncodedCodes(int width, Encoder encoder) {
    this.width = width;
    this.encoder = encoder;
  }

  /** The codes of {@code feature} over {@code items}, which no row has yet. */
  static EncodedCodes of(Feature.Categorical feature, Table items) {
    Encoder encoder =
        switch (feature) {
          case Feature.Identity identity ->
              (row, codes, start) -> codes[start] = identity.code(items.ids().id(row));
          case Feature.Category category -> category(category, items);
          case Feature.Categories categories -> categories(categories, items);
        };
    return new EncodedCodes(feature.width(), encoder);
  }

  int width() {
    return width;
  }

  /** The codes by row; to be read only. */
  int[] now() {
    return codes;
  }

  /** Encodes a row anew; one thread. */
  void encode(int row) {
    int[] now = codes;
    int start = row * width;
    if (start + width > now.length) {
      now = Arrays.copyOf(now, Math.max(start + width, now.length + (now.length >> 1)));
    }
    Arrays.fill(now, start, start + width, Vocabulary.UNKNOWN);
    encoder.encode(row, now, start);
    codes = now;
  }

  private static Encoder category(Feature.Category feature, Table items) {
    Column column = EncodedTable.column(items, feature.name(), feature.column());
    if (!(column instanceof TextColumn texts)) {
      throw EncodedTable.unfit(feature.name(), column);
    }
    return (row, codes, start) -> {
      @Nullable String text = texts.text(row);
      codes[start] = text == null ? Vocabulary.UNKNOWN : feature.vocabulary().code(text);
    };
  }

  private static Encoder categories(Feature.Categories feature, Table items) {
    Column column = EncodedTable.column(items, feature.name(), feature.column());
    if (!(column instanceof TextListColumn lists)) {
      throw EncodedTable.unfit(feature.name(), column);
    }
    return (row, codes, start) -> encode(feature, lists.texts(row), codes, start);
  }

  private static void encode(
      Feature.Categories feature, Iterable<String> texts, int[] codes, int start) {
    int filled = 0;
    for (String text : texts) {
      int code = feature.vocabulary().code(text);
      if (filled < feature.width() && code != Vocabulary.UNKNOWN) {
        codes[start + filled++] = code;
      }
    }
  }
}
