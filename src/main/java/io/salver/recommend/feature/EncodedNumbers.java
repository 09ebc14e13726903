package io.salver.recommend.feature;

import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.NumberColumn;
import io.salver.recommend.catalogue.Table;
import java.util.Arrays;

/**
 * The encoded numbers of one feature of every item, {@code [rows]}. One thread encodes rows, any
 * number read without locks.
 */
final class EncodedNumbers {

  private final NumberColumn column;
  private final Scale scale;
  private volatile float[] numbers = new float[0];

  private EncodedNumbers(NumberColumn column, Scale scale) {
    this.column = column;
    this.scale = scale;
  }

  /** The numbers of {@code feature} over {@code items}, which no row has yet. */
  static EncodedNumbers of(Feature.Scaled feature, Table items) {
    Column column = EncodedTable.column(items, feature.name(), feature.column());
    if (!(column instanceof NumberColumn numbers)) {
      throw EncodedTable.unfit(feature.name(), column);
    }
    return new EncodedNumbers(numbers, feature.scale());
  }

  /** The numbers by row; to be read only. */
  float[] now() {
    return numbers;
  }

  /** Encodes a row anew; one thread. */
  void encode(int row) {
    float[] now = numbers;
    if (row >= now.length) {
      now = Arrays.copyOf(now, Math.max(row + 1, now.length + (now.length >> 1)));
    }
    now[row] = scale.encode(column.number(row));
    numbers = now;
  }
}
