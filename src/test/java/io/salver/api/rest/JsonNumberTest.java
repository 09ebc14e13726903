package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's readers of numbers are the oracle of values, Jackson's strict parser of grammar. */
final class JsonNumberTest {

  private static final JsonFactory STRICT = new JsonFactory();

  @Property(tries = 20_000, seed = "1")
  void any_float_as_java_writes_it_is_read_to_the_bit(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isFinite(value)) {
      requireExact(Float.toString(value));
      requireExact(Double.toString(value)); // as a client writes it that has doubles only
    }
  }

  @Property(tries = 20_000, seed = "1")
  void any_double_as_java_writes_it_is_read_to_the_bit(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      requireExact(Double.toString(value));
    }
  }

  @Property(tries = 20_000, seed = "1")
  void doubles_of_common_size_are_read_to_the_bit(
      @ForAll long bits, @ForAll @IntRange(min = -40, max = 40) int exponent) {
    double value = Math.scalb(1 + (bits >>> 12) * 0x1p-52, exponent);
    requireExact(Double.toString(bits < 0 ? -value : value));
  }

  @Property(tries = 10_000, seed = "1")
  void any_decimal_is_read_to_the_bit(@ForAll("decimals") String text) {
    requireExact(text);
  }

  @Property(tries = 10_000, seed = "1")
  void the_midpoint_of_two_floats_and_its_neighbours_are_read_to_the_bit(
      @ForAll int bits, @ForAll @IntRange(max = 1000) int beyond) {
    float low = Math.abs(Float.intBitsToFloat(bits));
    if (!Float.isFinite(low) || low == Float.MAX_VALUE) {
      return;
    }
    BigDecimal midpoint =
        new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
    requireExactAround(midpoint, beyond);
  }

  @Property(tries = 20_000, seed = "1")
  void the_midpoint_of_two_doubles_and_its_neighbours_are_read_to_the_bit(
      @ForAll long bits, @ForAll @IntRange(max = 1000) int beyond) {
    double low = Math.abs(Double.longBitsToDouble(bits));
    if (!Double.isFinite(low) || low == Double.MAX_VALUE) {
      return;
    }
    BigDecimal midpoint =
        new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
    requireExactAround(midpoint, beyond);
  }

  @Property(tries = 10_000, seed = "1")
  void whole_numbers_are_read_exactly(@ForAll BigInteger value) {
    JsonNumber number = number(value.toString());

    assertThat(number.isWhole()).isTrue();
    assertThat(number.bigValue()).isEqualTo(value);
    if (number.fitsLong()) {
      assertThat(number.longValue()).isEqualTo(value.longValueExact());
    }
  }

  @Property(tries = 10_000, seed = "1")
  void a_number_is_one_when_the_grammar_says_so(@ForAll("nearlyNumbers") String text) {
    JsonNumber number = new JsonNumber(document(text));
    boolean whole = number.read(0) && number.end() == text.length();

    assertThat(whole).as(text).isEqualTo(isNumber(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "0e5",
        "0.000000000000000000000000000000000000000000000000",
        "16777217",
        "16777219",
        "9007199254740993",
        "1.00000005960464477539062500",
        "1.00000005960464477539062501",
        "1.00000017881393432617187499",
        "1.1754943e-38",
        "1.17549435e-38",
        "1.1754942e-38",
        "1.401298464324817e-45",
        "7.006492321624085e-46",
        "7.006492321624086e-46",
        "3.4028234e38",
        "3.4028235e38",
        "340282346638528859811704183484516925440",
        "340282356779733661637539395458142568447",
        "340282356779733661637539395458142568448",
        "1e39",
        "1e-400",
        "1e400",
        "1e-99999999999",
        "1e99999999999",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.2250738585072011e-308",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "123456789012345678",
        "1234567890123456789",
        "0.00000000000000000000000000000000000001234567890123456789",
        "0.00012345679104328156",
        "12345678.12345678",
        "0.1234567812345678E+10"
      })
  void corners_are_read_to_the_bit(String text) {
    requireExact(text);
  }

  @Provide
  Arbitrary<String> decimals() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(24);
    Arbitrary<String> whole = digits.map(text -> new BigInteger(text).toString());
    Arbitrary<String> fraction = digits.map(text -> "." + text).injectNull(0.2).map(this::orEmpty);
    Arbitrary<String> exponent =
        Arbitraries.integers()
            .between(-60, 60)
            .map(
                power ->
                    (power % 2 == 0 ? "e" : "E") + (power % 3 == 0 && power > 0 ? "+" : "") + power)
            .injectNull(0.5)
            .map(this::orEmpty);
    return Combinators.combine(Arbitraries.of("", "-"), whole, fraction, exponent)
        .as((sign, head, tail, power) -> sign + head + tail + power);
  }

  @Provide
  Arbitrary<String> nearlyNumbers() {
    return Arbitraries.strings().withChars("0019.-+eE").ofMinLength(1).ofMaxLength(9);
  }

  private String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static void requireExactAround(BigDecimal midpoint, int beyond) {
    BigDecimal little = midpoint.ulp().movePointLeft(1 + beyond % 3);
    requireExact(midpoint.toString());
    requireExact(midpoint.add(little).toString());
    requireExact(midpoint.subtract(little).toString());
    requireExact("-" + midpoint.toPlainString());
  }

  private static void requireExact(String text) {
    JsonNumber number = number(text);
    assertThat(Float.floatToRawIntBits(number.floatValue()))
        .as("%s as a float", text)
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
    assertThat(Double.doubleToRawLongBits(number.doubleValue()))
        .as("%s as a double", text)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  /** The number after some bytes and before others, as in a document. */
  private static JsonNumber number(String text) {
    JsonNumber number = new JsonNumber(document("[" + text + "]"));
    assertThat(number.read(1)).as(text).isTrue();
    assertThat(number.end()).isEqualTo(text.length() + 1);
    assertThat(number.text()).isEqualTo(text);
    return number;
  }

  private static boolean isNumber(String text) {
    try (JsonParser parser = STRICT.createParser("[" + text + "]")) {
      parser.nextToken();
      boolean number = parser.nextToken().isNumeric();
      return number && parser.nextToken() == JsonToken.END_ARRAY;
    } catch (IOException e) {
      return false;
    }
  }

  private static ByteBuffer document(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN).put(0, bytes);
  }
}
