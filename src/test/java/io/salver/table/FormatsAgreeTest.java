package io.salver.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.table.arrow.ArrowRows;
import io.salver.table.csv.CsvRows;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The same rows, by cells, by CSV and by Arrow, become the same values of any schema. */
final class FormatsAgreeTest {

  private static final List<String> NAMES = List.of("a", "b, \"c\"", "é\n🚀", "no", "-1");

  @Property(tries = 300, seed = "1")
  void cells_csv_and_arrow_become_the_same_values(
      @ForAll @IntRange(min = 1, max = 8) int features,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    FeatureSchema schema = schema(features, random);
    DirectMemoryPool pool = new DirectMemoryPool(0);
    try (TensorScope scope = pool.open()) {
      Rows typed = rows(schema, count, random, scope);
      CsvRows csv = new CsvRows(RowLimits.DEFAULT);
      ArrowRows arrow = new ArrowRows(RowLimits.DEFAULT);

      RowEncoder.Encoded byCells = encode(schema, typed, scope);
      RowEncoder.Encoded byCsv =
          encode(schema, csv.read(ByteBuffer.wrap(csv.write(typed)), scope), scope);
      RowEncoder.Encoded byArrow =
          encode(schema, arrow.read(ByteBuffer.wrap(arrow.write(typed)), scope), scope);

      assertThat(byCsv.counts()).isEqualTo(byCells.counts());
      assertThat(byArrow.counts()).isEqualTo(byCells.counts());
      for (int i = 0; i < features; i++) {
        equal(byCsv.rows().columns().get(i), byCells.rows().columns().get(i));
        equal(byArrow.rows().columns().get(i), byCells.rows().columns().get(i));
      }
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  private static void equal(EncodedColumn actual, EncodedColumn expected) {
    switch (expected) {
      case EncodedColumn.Doubles(double[] values) ->
          assertThat(((EncodedColumn.Doubles) actual).values()).containsExactly(values);
      case EncodedColumn.Longs(long[] values) ->
          assertThat(((EncodedColumn.Longs) actual).values()).containsExactly(values);
      case EncodedColumn.Objects(List<?> values) -> {
        List<?> others = ((EncodedColumn.Objects) actual).values();
        for (int i = 0; i < values.size(); i++) {
          assertThat((byte[]) others.get(i)).isEqualTo((byte[]) values.get(i));
        }
      }
    }
  }

  private static RowEncoder.Encoded encode(FeatureSchema schema, Rows rows, TensorScope scope) {
    Problems problems = new Problems(20, 20);
    RowEncoder.Encoded encoded = new RowEncoder(schema).encode(rows, problems, scope);
    assertThat(problems.described()).isEmpty();
    return encoded;
  }

  private static FeatureSchema schema(int features, Random random) {
    FeatureType[] types = {
      FeatureType.NUMBER,
      FeatureType.INTEGER,
      FeatureType.BOOLEAN,
      FeatureType.CATEGORY,
      FeatureType.DATE
    };
    List<Feature> drawn = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      FeatureType type = types[random.nextInt(types.length)];
      drawn.add(feature("feature " + i, type, random.nextBoolean(), i));
    }
    return new FeatureSchema(drawn);
  }

  private static Feature feature(String name, FeatureType type, boolean other, int place) {
    DataType data =
        switch (type) {
          case NUMBER -> other ? DataType.FP32 : DataType.FP64;
          case INTEGER, BOOLEAN, DATE -> other ? DataType.FP64 : DataType.INT64;
          case CATEGORY -> other ? DataType.BYTES : DataType.INT64;
          case TEXT, IMAGE -> DataType.INT64;
        };
    boolean isFloating = data == DataType.FP32 || data == DataType.FP64;
    Missing missing =
        isFloating ? Missing.NAN : type == FeatureType.CATEGORY ? Missing.INDEX : Missing.DEFAULT;
    Cell usual =
        switch (type) {
          case BOOLEAN -> new Cell.Flag(true);
          case DATE -> new Cell.Text("2020-01-01");
          case NUMBER, INTEGER, CATEGORY, TEXT, IMAGE -> new Cell.Whole(7);
        };
    return new Feature(
        name,
        type,
        "tensor " + place,
        data,
        0,
        Optional.empty(),
        Optional.empty(),
        type == FeatureType.CATEGORY ? NAMES.subList(0, 3) : List.of(),
        false,
        missing,
        Unknown.INDEX,
        OutOfRange.ACCEPT,
        missing == Missing.DEFAULT ? Optional.of(usual) : Optional.empty(),
        Optional.empty());
  }

  private static Rows rows(FeatureSchema schema, int count, Random random, TensorScope scope) {
    RowsBuilder rows = RowsBuilder.typed(RowLimits.DEFAULT, scope);
    for (Feature feature : schema.features()) {
      rows.column(feature.name());
    }
    for (int row = 0; row < count; row++) {
      rows.row();
      for (Feature feature : schema.features()) {
        if (random.nextInt(5) > 0) {
          put(rows, rows.column(feature.name()), feature.type(), random);
        }
      }
    }
    return rows.build();
  }

  private static void put(RowsBuilder rows, int place, FeatureType type, Random random) {
    switch (type) {
      case NUMBER -> rows.real(place, random.nextGaussian() * 1e3);
      case INTEGER -> rows.whole(place, random.nextInt());
      case BOOLEAN -> rows.flag(place, random.nextBoolean());
      case CATEGORY -> rows.text(place, NAMES.get(random.nextInt(NAMES.size())));
      case DATE ->
          rows.text(place, Instant.ofEpochSecond(random.nextInt(1_000_000_000)).toString());
      case TEXT, IMAGE -> throw new IllegalArgumentException("not drawn");
    }
  }
}
