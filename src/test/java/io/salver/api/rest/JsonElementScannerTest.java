package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.DenseElements;
import io.salver.api.MemoryBudget;
import io.salver.api.Mutations;
import io.salver.api.TensorDeclaration;
import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jackson, strict, reads the same arrays and is the oracle. */
final class JsonElementScannerTest {

  private static final JsonFactory STRICT = new JsonFactory();
  private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t", " \r\n  ");

  private final DirectMemoryPool pool = new DirectMemoryPool(0);

  @Property(tries = 2_000, seed = "1")
  void any_nesting_and_spacing_gives_the_elements(
      @ForAll long seed, @ForAll @IntRange(max = 60) int size) throws IOException {
    String array = array(new Random(seed), size, 0);

    assertThat(scan("FP64", array, expected(array).orElseThrow().size()))
        .isEqualTo(expected(array));
  }

  @Property(tries = 20_000, seed = "1")
  void a_broken_array_is_refused_when_jackson_refuses_it(
      @ForAll long seed, @ForAll @IntRange(max = 12) int size) throws IOException {
    Random random = new Random(seed);
    byte[] valid = array(random, size, 0).getBytes(StandardCharsets.ISO_8859_1);
    String array = "[" + new String(Mutations.mutate(valid, random), StandardCharsets.ISO_8859_1);

    Optional<List<Double>> expected = expected(array);

    assertThat(scan("FP64", array, expected.map(List::size).orElse(0)))
        .as(array)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, 01, malformed JSON",
    "FP32, +1, malformed JSON",
    "FP32, .5, malformed JSON",
    "FP32, 5., malformed JSON",
    "FP32, 1e, malformed JSON",
    "FP32, -, malformed JSON",
    "FP32, 0x10, malformed JSON",
    "FP32, 1 2, expected",
    "FP32, '1,', malformed JSON",
    "FP32, ',1', malformed JSON",
    "FP32, '[1,]', malformed JSON",
    "FP32, nul, malformed JSON",
    "FP32, '1}', expected",
    "FP32, NaN0, expected",
    "FP32, -INF, no FP32",
    "FP32, null, null is no FP32",
    "FP32, 1e999, 1e999 does not fit in FP32",
    "FP32, 3.4028236e38, 3.4028236e38 does not fit in FP32",
    "FP64, -1e309, -1e309 does not fit in FP64",
    "INT32, 1.0, 1.0 is no INT32",
    "INT32, 1e2, 1e2 is no INT32",
    "INT32, NaN, NaN is no INT32",
    "INT32, true, true is no INT32",
    "INT32, 2147483648, 2147483648 does not fit in INT32",
    "INT64, 9223372036854775808, 9223372036854775808 does not fit in INT64",
    "INT64, -9223372036854775809, -9223372036854775809 does not fit in INT64",
    "UINT64, -1, -1 does not fit in UINT64",
    "UINT64, 18446744073709551616, 18446744073709551616 does not fit in UINT64",
    "BOOL, 1, 1 is no BOOL"
  })
  void what_is_wrong_is_told(String type, String element, String text) {
    Assertions.assertThatThrownBy(() -> elements(type, "[" + element + "]", 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource({
    "INT64, 9223372036854775807, 9223372036854775807",
    "INT64, -9223372036854775808, -9223372036854775808",
    "INT64, -0, 0",
    "UINT64, 18446744073709551615, -1",
    "UINT64, 9223372036854775808, -9223372036854775808"
  })
  void whole_numbers_are_exact_to_the_end_of_their_range(String type, String text, long bits) {
    assertThat(elements(type, "[" + text + "]", 1).getLong()).isEqualTo(bits);
  }

  @Test
  void nesting_is_bounded_with_what_is_around_it() {
    String deepest = "[".repeat(97) + "]".repeat(97);

    assertThat(elements("FP32", deepest, 0).remaining()).isZero();
    Assertions.assertThatThrownBy(() -> elements("FP32", "[" + deepest + "]", 0))
        .hasMessageContaining("depth");
  }

  @Test
  void a_number_has_a_longest_text() {
    String longest = "1." + "0".repeat(998);

    assertThat(elements("FP32", "[" + longest + "]", 1).getFloat()).isEqualTo(1);
    Assertions.assertThatThrownBy(() -> elements("FP32", "[" + longest + "0]", 1))
        .hasMessageContaining("1001 characters");
  }

  private Optional<List<Double>> scan(String type, String array, int count) {
    try {
      ByteBuffer elements = elements(type, array, count);
      List<Double> values = new ArrayList<>();
      while (elements.hasRemaining()) {
        values.add(elements.getDouble());
      }
      return Optional.of(values);
    } catch (InvalidInput e) {
      return Optional.empty();
    }
  }

  /** The elements of {@code array}, behind which there must be white space at most. */
  private ByteBuffer elements(String type, String array, int count) {
    byte[] bytes = array.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer document =
        ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN).put(0, bytes);
    TensorDeclaration declaration = TensorDeclaration.of("x", type, count);
    try (TensorScope scope = pool.open()) {
      DenseElements elements =
          new DenseElements(declaration, scope, new MemoryBudget(1 << 20, scope), array.length());
      int end = new JsonElementScanner(document, elements).scan(1);
      if (!array.substring(end + 1).isBlank()) {
        throw new InvalidInput("there is more after the array");
      }
      ByteBuffer view = elements.finish().view();
      int size = DataType.valueOf(type).size();
      return ByteBuffer.allocate(count * size).order(ByteOrder.LITTLE_ENDIAN).put(view).flip();
    }
  }

  /** What Jackson reads, nothing where it refuses the text. */
  private static Optional<List<Double>> expected(String array) {
    List<Double> values = new ArrayList<>();
    try (JsonParser parser = STRICT.createParser(array.getBytes(StandardCharsets.ISO_8859_1))) {
      int depth = 0;
      do {
        JsonToken token = parser.nextToken();
        switch (token) {
          case START_ARRAY -> depth++;
          case END_ARRAY -> depth--;
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
              values.add(Double.parseDouble(parser.getText()));
          case null, default -> {
            return Optional.empty();
          }
        }
      } while (depth > 0);
      boolean ended = parser.nextToken() == null;
      return ended
          ? Optional.of(values).filter(JsonElementScannerTest::areFinite)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean areFinite(List<Double> values) {
    return values.stream().allMatch(Double::isFinite);
  }

  private static String array(Random random, int size, int depth) {
    StringBuilder text = new StringBuilder("[").append(space(random));
    for (int index = 0; index < size; index++) {
      text.append(index == 0 ? "" : ",").append(space(random));
      text.append(
          random.nextInt(8) == 0 && depth < 5
              ? array(random, random.nextInt(4), depth + 1)
              : number(random));
      text.append(space(random));
    }
    return text.append(']').toString();
  }

  private static String number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Integer.toString(random.nextInt(-1000, 1000));
      case 1 -> Float.toString(random.nextFloat(-1, 1));
      case 2 -> Double.toString(random.nextGaussian());
      default -> Long.toString(random.nextLong()) + "e" + random.nextInt(-30, 30);
    };
  }

  private static String space(Random random) {
    return SPACES.get(random.nextInt(SPACES.size()));
  }
}
