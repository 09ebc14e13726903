package io.salver.recommend.feature;

import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.TextColumn;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one tensor of a model; nothing is allocated per item of a query. Immutable. */
sealed interface TensorFiller {

  /** What it makes; the first axis is free, or 1 where it is filled once for all rows. */
  TensorSpec spec();

  /** Fills a tensor of as many rows as there are, or of one. */
  void fill(Rows rows, Tensor.Dense tensor);

  /** The columns of categorical features. */
  record Codes(List<CodeReader> readers) implements TensorFiller {

    static final String NAME = "categorical";

    int columns() {
      return readers.stream().mapToInt(CodeReader::width).sum();
    }

    @Override
    public TensorSpec spec() {
      return new TensorSpec(NAME, DataType.INT64, Shape.of(Shape.ANY, columns()));
    }

    @Override
    public void fill(Rows rows, Tensor.Dense tensor) {
      fill(rows, tensor.view().asLongBuffer());
    }

    void fill(Rows rows, LongBuffer tensor) {
      int columns = columns();
      int column = 0;
      for (CodeReader reader : readers) {
        reader.fill(rows, tensor, column, columns);
        column += reader.width();
      }
    }
  }

  /** The columns of numeric features. */
  record Numbers(List<NumberReader> readers) implements TensorFiller {

    static final String NAME = "numeric";

    @Override
    public TensorSpec spec() {
      return new TensorSpec(NAME, DataType.FP32, Shape.of(Shape.ANY, readers.size()));
    }

    @Override
    public void fill(Rows rows, Tensor.Dense tensor) {
      fill(rows, tensor.view().asFloatBuffer());
    }

    void fill(Rows rows, FloatBuffer tensor) {
      for (int column = 0; column < readers.size(); column++) {
        readers.get(column).fill(rows, tensor, column, readers.size());
      }
    }
  }

  /**
   * The user's history, newest last.
   *
   * @param once whether the model takes it once for all rows
   */
  record History(int length, boolean once) implements TensorFiller {

    static final String NAME = "history";

    @Override
    public TensorSpec spec() {
      return new TensorSpec(NAME, DataType.INT64, Shape.of(once ? 1 : Shape.ANY, length));
    }

    @Override
    public void fill(Rows rows, Tensor.Dense tensor) {
      int[] codes = rows.user().historyCodes();
      long[] row = new long[length];
      int taken = Math.min(codes.length, length);
      for (int i = 0; i < taken; i++) {
        row[length - taken + i] = codes[codes.length - taken + i];
      }
      LongBuffer target = tensor.view().asLongBuffer();
      for (int i = 0; i < (once ? 1 : rows.count()); i++) {
        target.put(row);
      }
    }
  }

  /** The words of items' texts, one feature after the other. */
  record Text(List<Feature.WordSequence> features, List<TextColumn> columns)
      implements TensorFiller {

    static final String NAME = "text";

    static Text of(List<Feature.WordSequence> features, EncodedTable items) {
      List<TextColumn> columns = new ArrayList<>();
      for (Feature.WordSequence feature : features) {
        Column column = EncodedTable.column(items.items(), feature.name(), feature.column());
        if (!(column instanceof TextColumn texts)) {
          throw EncodedTable.unfit(feature.name(), column);
        }
        columns.add(texts);
      }
      return new Text(List.copyOf(features), List.copyOf(columns));
    }

    @Override
    public TensorSpec spec() {
      return new TensorSpec(NAME, DataType.INT64, Shape.of(Shape.ANY, length()));
    }

    @Override
    public void fill(Rows rows, Tensor.Dense tensor) {
      LongBuffer target = tensor.view().asLongBuffer();
      long[] codes = new long[length()];
      for (int i = 0; i < rows.count(); i++) {
        Arrays.fill(codes, Vocabulary.UNKNOWN);
        int start = 0;
        for (int j = 0; j < features.size(); j++) {
          Feature.WordSequence feature = features.get(j);
          @Nullable String text = columns.get(j).text(rows.items()[i]);
          if (text != null) {
            Words.encode(text, feature.vocabulary(), codes, start, feature.length());
          }
          start += feature.length();
        }
        target.put(codes);
      }
    }

    private int length() {
      return features.stream().mapToInt(Feature.WordSequence::length).sum();
    }
  }

  /** Items' pictures. */
  record Pictures(Feature.Picture feature) implements TensorFiller {

    static final String NAME = "image";
    private static final int CHANNELS = 3;

    @Override
    public TensorSpec spec() {
      return new TensorSpec(
          NAME, DataType.UINT8, Shape.of(Shape.ANY, feature.height(), feature.width(), CHANNELS));
    }

    @Override
    public void fill(Rows rows, Tensor.Dense tensor) {
      ByteBuffer target = tensor.view();
      int size = feature.height() * feature.width() * CHANNELS;
      byte[] nothing = new byte[size];
      for (int i = 0; i < rows.count(); i++) {
        rows.images()
            .apply(rows.items()[i])
            .ifPresentOrElse(
                image -> Pixels.write(image, feature.height(), feature.width(), target),
                () -> target.put(nothing));
      }
    }
  }
}
