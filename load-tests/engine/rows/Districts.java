package engine.rows;

import io.salver.table.RowFormat;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.table.arrow.ArrowRows;
import io.salver.table.csv.CsvRows;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Invented districts for the models of house prices, the same at every run, in every form in which
 * rows can be sent.
 */
public final class Districts {

  static final List<String> NUMBERS =
      List.of(
          "longitude",
          "latitude",
          "housing_median_age",
          "total_rooms",
          "total_bedrooms",
          "population",
          "households",
          "median_income");
  static final String CATEGORY = "ocean_proximity";

  private static final double[] LEAST = {-124.3, 32.6, 1, 2, 1, 3, 1, 0.5};
  private static final double[] MOST = {-114.4, 41.9, 52, 9000, 1500, 4000, 1300, 15};
  private static final String[] PLACES = {
    "<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"
  };

  private final double[][] numbers;
  private final int[] places;

  private Districts(double[][] numbers, int[] places) {
    this.numbers = numbers;
    this.places = places;
  }

  /** So many, by the seed. */
  public static Districts draw(int count, long seed) {
    Random random = new Random(seed);
    double[][] numbers = new double[count][NUMBERS.size()];
    int[] places = new int[count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < NUMBERS.size(); column++) {
        double share = random.nextDouble();
        double value = LEAST[column] + share * (MOST[column] - LEAST[column]);
        numbers[row][column] = Math.rint(value * 100) / 100;
      }
      places[row] = random.nextInt(PLACES.length);
    }
    return new Districts(numbers, places);
  }

  int count() {
    return places.length;
  }

  /** A cell as JSON writes it. */
  public String literal(int row, int column) {
    return column < NUMBERS.size()
        ? String.format(Locale.ROOT, "%.2f", numbers[row][column])
        : "\"" + PLACES[places[row]] + "\"";
  }

  public static String name(int column) {
    return column < NUMBERS.size() ? NUMBERS.get(column) : CATEGORY;
  }

  public static int columns() {
    return NUMBERS.size() + 1;
  }

  /** A list of objects. */
  public String objects() {
    return objects(-1, -1, "");
  }

  /** A list of objects, of which one cell is written so. */
  String objects(int badRow, int badColumn, String literal) {
    return listed(
        count(),
        row ->
            "{"
                + joined(
                    columns(),
                    column ->
                        pair(
                            column,
                            row == badRow && column == badColumn ? literal : literal(row, column)))
                + "}");
  }

  private static String pair(int column, String literal) {
    return "\"" + name(column) + "\":" + literal;
  }

  /** An object of lists. */
  String lists() {
    return "{"
        + joined(
            columns(),
            column -> "\"" + name(column) + "\":" + listed(count(), row -> literal(row, column)))
        + "}";
  }

  byte[] csv() {
    return written(new CsvRows(RowLimits.DEFAULT));
  }

  /** By the writer of the service itself. */
  byte[] arrow() {
    return written(new ArrowRows(RowLimits.DEFAULT));
  }

  /** The tensor {@code numbers} in direct memory. */
  FloatBuffer numbers() {
    FloatBuffer all =
        ByteBuffer.allocateDirect(Float.BYTES * count() * NUMBERS.size())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    Arrays.stream(numbers).flatMapToDouble(Arrays::stream).forEach(each -> all.put((float) each));
    return all.flip();
  }

  /** The tensor {@code categories} in direct memory. */
  LongBuffer categories() {
    LongBuffer all =
        ByteBuffer.allocateDirect(Long.BYTES * count())
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    Arrays.stream(places).forEach(all::put);
    return all.flip();
  }

  private byte[] written(RowFormat format) {
    try (TensorScope scope = new DirectMemoryPool(64 << 20).open()) {
      RowsBuilder builder = RowsBuilder.typed(RowLimits.DEFAULT, scope);
      for (int row = 0; row < count(); row++) {
        builder.row();
        for (int column = 0; column < NUMBERS.size(); column++) {
          builder.real(builder.column(NUMBERS.get(column)), numbers[row][column]);
        }
        builder.text(builder.column(CATEGORY), PLACES[places[row]]);
      }
      Rows rows = builder.build();
      return format.write(rows);
    }
  }

  private static String listed(int count, IntFunction<String> element) {
    return "[" + joined(count, element) + "]";
  }

  private static String joined(int count, IntFunction<String> element) {
    return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
