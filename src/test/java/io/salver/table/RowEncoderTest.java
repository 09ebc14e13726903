package io.salver.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.testkit.JsonRows;
import io.salver.testkit.TensorValues;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowEncoderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final TensorScope scope = pool.open();

  @AfterEach
  void everything_is_given_back() {
    scope.close();
    assertThat(pool.leasedBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "39"              | a number is expected, not the text '39'
          true              | a number is expected, not true
          1e400             | a number is expected, not a number beyond
          1e39              | a number of at most 3.4028234663852886E38 is expected, not the number 1.0E39
          [1]               | a number is expected, not an array
          {"a":1}           | a number is expected, not an object
          ""                | a number is expected, not the text ''
          "NaN"             | a number is expected, not the text 'NaN'
          """)
  void what_is_no_number_is_named_with_what_was_expected(String json, String complaint) {
    assertThat(problem(number(Missing.NAN, OutOfRange.ACCEPT), json))
        .startsWith("rows[0].x: ")
        .contains(json.equals("1e400") ? "a number" : complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2.5                  | a whole number is expected, not the number 2.5
          9223372036854775808  | a whole number of 64 bits is expected, not the number 9.223372036854775807E18
          "5"                  | a whole number is expected, not the text '5'
          """)
  void whole_numbers_are_whole_and_fit(String json, String complaint) {
    Feature feature = feature(FeatureType.INTEGER, DataType.INT64, Missing.ERROR);
    assertThat(problem(feature, json)).startsWith("rows[0].x: " + complaint.substring(0, 20));
    assertThat(longs(feature, "5.0")).containsExactly(5);
    assertThat(longs(feature, "9223372036854775807")).containsExactly(Long.MAX_VALUE);
    assertThat(longs(feature, "-9223372036854775808")).containsExactly(Long.MIN_VALUE);
  }

  @Test
  void whole_numbers_of_32_bits_fit_these() {
    Feature feature = feature(FeatureType.INTEGER, DataType.INT32, Missing.ERROR);
    assertThat(problem(feature, "2147483648"))
        .isEqualTo("rows[0].x: a whole number of 32 bits is expected, not the number 2147483648");
  }

  @ParameterizedTest
  @CsvSource({
    "2021-03-01, 1614556800",
    "1969-12-31, -86400",
    "2021-03-01T12:30:00+02:00, 1614594600",
    "2021-03-01T12:30:00, 1614601800",
    "1969-12-31T23:59:59.5Z, -1",
    "2024-02-29T23:59:59-11:00, 1709290799"
  })
  void days_and_moments_are_read_as_iso_8601_writes_them(String text, long seconds) {
    Feature feature = feature(FeatureType.DATE, DataType.INT64, Missing.ERROR);
    assertThat(longs(feature, '"' + text + '"')).containsExactly(seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "2023-02-29",
    "2021-3-1",
    "01.03.2021",
    "2021-03-01T25:00:00Z",
    "20210301",
    "2021-03-01 12:00",
    "''",
    "2021-03-01T12:30:00+02:00 and a very long text behind it that goes on"
  })
  void what_is_no_day_of_iso_8601_is_refused(String text) {
    Feature feature = feature(FeatureType.DATE, DataType.INT64, Missing.ERROR);
    assertThat(problem(feature, '"' + text + '"'))
        .contains("a day or moment as ISO 8601 writes it")
        .contains("is expected, not the text '");
  }

  @Test
  void a_category_that_is_not_in_the_list_is_named_with_the_nearest_one() {
    Feature feature =
        category(DataType.INT64, Missing.ERROR, Unknown.ERROR, List.of("private", "public"));
    assertThat(problem(feature, "\"pubic\""))
        .isEqualTo("rows[0].x: 'pubic' is none of its 2 categories; did you mean 'public'?");
  }

  @Test
  void a_column_that_is_no_feature_is_named_with_the_nearest_one() {
    Rows rows = rows("[{\"x\":1},{\"X1\":2}]");
    Problems problems = new Problems(20, 20);
    encoder(number(Missing.NAN, OutOfRange.ACCEPT)).encode(rows, problems, scope);
    assertThat(problems.message(2))
        .isEqualTo(
            "1 of 2 rows cannot be read: rows[1].X1: the model has no such feature; known: [x]");
  }

  @Test
  void all_problems_are_counted_and_the_first_twenty_described() {
    StringBuilder json = new StringBuilder("[");
    for (int row = 0; row < 100; row++) {
      json.append(row == 0 ? "" : ",").append("{\"x\":").append(row % 2 == 0 ? "\"a\"" : "1");
      json.append(",\"y\":2}");
    }
    Rows rows = rows(json.append("]").toString());
    Problems problems = new Problems(20, 20);
    encoder(number(Missing.NAN, OutOfRange.ACCEPT)).encode(rows, problems, scope);

    assertThat(problems.count()).isEqualTo(150);
    assertThat(problems.badRows()).isEqualTo(100);
    assertThat(problems.described()).hasSize(20);
    assertThat(problems.described().getLast().row()).isEqualTo(12);
    assertThat(problems.message(100))
        .startsWith("100 of 100 rows cannot be read: rows[0].x: a number is expected")
        .endsWith("; and 130 more");
  }

  @Test
  void one_name_twice_in_a_row_is_refused() {
    RowsBuilder builder = RowsBuilder.typed(RowLimits.DEFAULT, scope);
    builder.row();
    builder.whole(builder.column("x"), 1);
    builder.whole(builder.column("x"), 2);
    Problems problems = new Problems(20, 20);
    encoder(number(Missing.NAN, OutOfRange.ACCEPT)).encode(builder.build(), problems, scope);
    assertThat(problems.message(1)).contains("a number is expected, not two values");
  }

  @Test
  void numbers_out_of_range_are_kept_clipped_or_refused_and_counted() {
    assertThat(floats(number(Missing.NAN, OutOfRange.ACCEPT), "[{\"x\":11}]")).containsExactly(11);
    assertThat(floats(number(Missing.NAN, OutOfRange.CLIP), "[{\"x\":11}]")).containsExactly(10);
    assertThat(problem(number(Missing.NAN, OutOfRange.ERROR), "11"))
        .isEqualTo("rows[0].x: 0 to 10 years is expected, not 11");
    Problems problems = new Problems(20, 20);
    FeatureCounts counts =
        encoder(number(Missing.NAN, OutOfRange.CLIP))
            .encode(rows("[{\"x\":11},{\"x\":5},{}]"), problems, scope)
            .counts()
            .getFirst();
    assertThat(counts).isEqualTo(new FeatureCounts(3, 1, 0, 1));
  }

  @Test
  void what_is_missing_becomes_nan_the_default_or_its_own_index() {
    assertThat(floats(number(Missing.NAN, OutOfRange.ACCEPT), "[{\"x\":null},{}]"))
        .containsExactly(Float.NaN, Float.NaN);
    assertThat(
            longs(
                category(DataType.INT64, Missing.INDEX, Unknown.INDEX, List.of("a", "b")), "null"))
        .containsExactly(3);
    assertThat(
            longs(
                category(DataType.INT64, Missing.INDEX, Unknown.INDEX, List.of("a", "b")), "\"\""))
        .containsExactly(2);
    assertThat(problem(feature(FeatureType.BOOLEAN, DataType.BOOL, Missing.ERROR), "null"))
        .isEqualTo("rows[0].x: true or false is expected, and it is missing");
  }

  @Test
  void texts_are_shown_short_and_without_control_characters() {
    String long1 = "\"\\u0000" + "x".repeat(1 << 20) + "\"";
    assertThat(problem(number(Missing.NAN, OutOfRange.ACCEPT), long1))
        .hasSizeLessThan(120)
        .contains("not the text '?xxx")
        .doesNotContain("\u0000");
  }

  private String problem(Feature feature, String json) {
    Problems problems = new Problems(20, 20);
    encoder(feature).encode(rows("[{\"x\":" + json + "}]"), problems, scope);
    assertThat(problems.count()).isEqualTo(1);
    return problems.described().getFirst().message();
  }

  private float[] floats(Feature feature, String json) {
    return TensorValues.floats(tensor(feature, json, DataType.FP32));
  }

  private long[] longs(Feature feature, String json) {
    return TensorValues.longs(tensor(feature, "[{\"x\":" + json + "}]", DataType.INT64));
  }

  private io.salver.tensor.Tensor tensor(Feature feature, String json, DataType type) {
    Problems problems = new Problems(20, 20);
    EncodedRows rows = encoder(feature).encode(rows(json), problems, scope).rows();
    assertThat(problems.described()).isEmpty();
    TensorSpec spec = new TensorSpec("t", type, Shape.of(Shape.ANY, 1));
    return new TensorColumns(spec, List.of(0))
        .write(rows, IntStream.range(0, rows.count()).toArray(), scope);
  }

  private Rows rows(String json) {
    try {
      return JsonRows.of(JSON.readTree(json), scope);
    } catch (JsonProcessingException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static RowEncoder encoder(Feature feature) {
    return new RowEncoder(new FeatureSchema(List.of(feature)));
  }

  private static Feature number(Missing missing, OutOfRange policy) {
    return new Feature(
        "x",
        FeatureType.NUMBER,
        "t",
        DataType.FP32,
        0,
        Optional.of("years"),
        Optional.of(new Range(0, 10)),
        List.of(),
        false,
        missing,
        Unknown.INDEX,
        policy,
        Optional.empty(),
        Optional.empty());
  }

  private static Feature feature(FeatureType type, DataType data, Missing missing) {
    return new Feature(
        "x",
        type,
        "t",
        data,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        missing,
        Unknown.INDEX,
        OutOfRange.ACCEPT,
        Optional.empty(),
        Optional.empty());
  }

  private static Feature category(
      DataType data, Missing missing, Unknown unknown, List<String> values) {
    return new Feature(
        "x",
        FeatureType.CATEGORY,
        "t",
        data,
        0,
        Optional.empty(),
        Optional.empty(),
        values,
        false,
        missing,
        unknown,
        OutOfRange.ACCEPT,
        Optional.empty(),
        Optional.empty());
  }
}
