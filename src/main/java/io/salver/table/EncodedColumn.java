package io.salver.table;

import java.util.ArrayList;
import java.util.List;

/** The values of one feature as the model takes them, one for each row. Not to be changed. */
public sealed interface EncodedColumn {

  /** For tensors of floating point. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Doubles(double[] values) implements EncodedColumn {
    @Override
    public Doubles mixed(int[] places, EncodedColumn others, int[] otherPlaces) {
      double[] theirs = ((Doubles) others).values;
      double[] mixed = new double[places.length];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] = places[i] >= 0 ? values[places[i]] : theirs[otherPlaces[i]];
      }
      return new Doubles(mixed);
    }
  }

  /** For tensors of whole numbers and of booleans. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Longs(long[] values) implements EncodedColumn {
    @Override
    public Longs mixed(int[] places, EncodedColumn others, int[] otherPlaces) {
      long[] theirs = ((Longs) others).values;
      long[] mixed = new long[places.length];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] = places[i] >= 0 ? values[places[i]] : theirs[otherPlaces[i]];
      }
      return new Longs(mixed);
    }
  }

  /**
   * For tensors of strings, their bytes; of texts, themselves; of pictures, their encoded files in
   * buffers. {@code null} stands where a row cannot be read.
   */
  record Objects(List<?> values) implements EncodedColumn {
    @Override
    public Objects mixed(int[] places, EncodedColumn others, int[] otherPlaces) {
      List<?> theirs = ((Objects) others).values;
      List<Object> mixed = new ArrayList<>(places.length);
      for (int i = 0; i < places.length; i++) {
        mixed.add(places[i] >= 0 ? values.get(places[i]) : theirs.get(otherPlaces[i]));
      }
      return new Objects(mixed);
    }
  }

  /**
   * As many values as {@code places}: each of this column, at that place; or, where that is
   * negative, of {@code others}, which is of the same feature, at that one of {@code otherPlaces}.
   */
  EncodedColumn mixed(int[] places, EncodedColumn others, int[] otherPlaces);
}
