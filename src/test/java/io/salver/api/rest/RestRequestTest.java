package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.Answer;
import io.salver.api.Values;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only REST can say, right and wrong. */
final class RestRequestTest {

  private static final String FP32 = "/v2/models/echo-fp32/infer";
  private static final String BYTES = "/v2/models/echo-bytes/infer";

  private final RestCodec codec = new RestCodec(4096);

  @AfterEach
  void nothing_stays_leased() {
    assertThat(codec.leasedBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource
  void accepted_json(String inputs, List<Double> elements) {
    Answer answer = post(FP32, null, "{\"inputs\":[" + inputs + "]}");

    assertThat(answer.error()).isEmpty();
    assertThat(answer.outputs().getFirst().elements()).isEqualTo(elements);
  }

  static Stream<Arguments> accepted_json() {
    String head = "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,2],";
    List<Double> elements = List.of(1.0, 2.0, 3.0, 4.0);
    return Stream.of(
        Arguments.of(head + "\"data\":[1,2,3,4]}", elements),
        Arguments.of(head + "\"data\":[[1,2],[3,4]]}", elements),
        Arguments.of(head + "\"data\":[[[1],2,[3]],[[4.0]]]}", elements),
        Arguments.of(head + "\"mine\":{\"a\":[1]},\"data\":[1e0,2.0,0.3e1,4]}", elements),
        Arguments.of(
            "{\"data\":[[1,2],[3,4]],\"shape\":[2,2],\"datatype\":\"FP32\",\"name\":\"x\"}",
            elements),
        Arguments.of(
            "{\"name\":\"x\",\"shape\":[2,2],\"data\" :  [1,2,3,4] , \"datatype\":\"FP32\"}",
            elements),
        Arguments.of(
            "{\"data\":[1,2,[3,4]],\"x\":\"]\",\"datatype\":\"FP32\",\"name\":\"x\",\"shape\":[2,2]}",
            elements),
        Arguments.of(head + "\"d\\u0061ta\":[1,2,3,4]}", elements),
        Arguments.of(head + "\"mine\":{\"data\":[\"[\"]},\"data\":[1,2,3,4]}", elements),
        Arguments.of(head + "\"data\"\n:\t[1,2,3,4],\"mine\":{\"data\":[]}}", elements),
        Arguments.of(head + "\"parameters\":null,\"data\":[1,2,3,4]}", elements));
  }

  @ParameterizedTest(name = "{0} → {1} {2}")
  @MethodSource
  void refused_json(String body, String status, String text) {
    Answer answer = post(FP32, null, body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error()).contains(text);
  }

  static Stream<Arguments> refused_json() {
    return Stream.of(
        Arguments.of("", "400", "must be a JSON object"),
        Arguments.of("{", "400", "malformed JSON"),
        Arguments.of("[]", "400", "must be a JSON object"),
        Arguments.of("{}", "400", "no 'inputs'"),
        Arguments.of("{\"inputs\":{}}", "400", "array"),
        Arguments.of("{\"inputs\":[7]}", "400", "object"),
        Arguments.of("{\"inputs\":[]} trailing", "400", "malformed"),
        Arguments.of("{\"inputs\":[]}{}", "400", "more after"),
        Arguments.of("{\"id\":7,\"inputs\":[]}", "400", "the id must be a string"),
        Arguments.of("{\"inputs\":[],\"inputs\":[]}", "400", "Duplicate"),
        Arguments.of("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", "400", "depth"),
        Arguments.of(input("[2,2]", "\"data\":[1,2,3]"), "400", "takes 4 elements, got 3"),
        Arguments.of(input("[2,2]", "\"data\":[1,2,3,4,5]"), "400", "takes 4 elements, got 5"),
        Arguments.of(input("[1,1]", "\"data\":[\"1\"]"), "400", "\"1\" is no FP32"),
        Arguments.of(input("[1,1]", "\"data\":[null]"), "400", "null is no FP32"),
        Arguments.of(input("[1,1]", "\"data\":[true]"), "400", "true is no FP32"),
        Arguments.of(input("[1,1]", "\"data\":[{}]"), "400", "an object is no FP32"),
        Arguments.of(input("[1,1]", "\"data\":[1e39]"), "400", "1e39 does not fit in FP32"),
        Arguments.of(input("[1,1]", "\"data\":[1e999]"), "400", "1e999 does not fit in FP32"),
        Arguments.of(input("[1,1]", "\"data\":[1],\"data\":[1]"), "400", "Duplicate"),
        Arguments.of(input("[1,1]", "\"data\":[1,]"), "400", "malformed JSON near byte 65"),
        Arguments.of(input("[1,1]", "\"data\":[1]x"), "400", "malformed JSON near byte 65"),
        Arguments.of(input("[1,1]", "\"data\":[1"), "400", "expected ',' or ']'"),
        Arguments.of("{\"inputs\":[{\"data\":[1,[2", "400", "unexpected end in an array"),
        Arguments.of("{\"inputs\":[{\"data\":[\"1]", "400", "unexpected end in an array"),
        Arguments.of(
            "{\"inputs\":[{\"data\":[1;2],\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP32\"}]}",
            "400",
            "malformed JSON near byte 21"),
        Arguments.of(
            input("[1,1]", "\"data\":" + "[".repeat(98) + "1" + "]".repeat(98)), "400", "depth"),
        Arguments.of(input("[1,1]", "\"data\":5"), "400", "array"),
        Arguments.of(input("[1.5]", "\"data\":[1]"), "400", "integer"),
        Arguments.of(input("[99999999999999999999]", "\"data\":[1]"), "400", "64 bits"),
        Arguments.of(input("[1,1]", "\"other\":1"), "400", "neither 'data' nor"),
        Arguments.of(
            input("[1,1]", "\"data\":[1],\"parameters\":{\"binary_data_size\":4}"),
            "400",
            "has both"),
        Arguments.of(
            input("[1,1]", "\"parameters\":{\"binary_data_size\":4}"), "400", "0 bytes are left"),
        Arguments.of(input("[1,1]", "\"parameters\":{\"binary_data_size\":-4}"), "400", "negative"),
        Arguments.of(
            input("[1,1]", "\"parameters\":{\"binary_data_size\":\"4\"}"), "400", "an integer"),
        Arguments.of(input("[1,1]", "\"data\":[1],\"parameters\":{\"a\":[]}"), "400", "'a'"),
        Arguments.of(
            input(
                "[1,1]",
                "\"data\":[1]",
                "\"outputs\":[{\"name\":\"y\",\"parameters\":"
                    + "{\"shared_memory_region\":\"r\"}}]"),
            "501",
            "shared_memory_region"),
        Arguments.of(
            input("[1,1]", "\"data\":[1]", "\"parameters\":{\"binary_data_output\":1}"),
            "400",
            "a boolean"),
        Arguments.of(input("[64,64]", "\"data\":[1]"), "413", "4096"));
  }

  @ParameterizedTest(name = "{0} {1} → {2}")
  @MethodSource
  void refused_binary(String header, byte[] body, String text) {
    Answer answer = codec.post(BYTES, header, body);

    assertThat(answer.status()).isEqualTo("400");
    assertThat(answer.error()).contains(text);
  }

  static Stream<Arguments> refused_binary() {
    byte[] good = {1, 0, 0, 0, 'a', 0, 0, 0, 0};
    byte[] lying = {9, 0, 0, 0, 'a', 0, 0, 0, 0};
    byte[] negative = {-1, -1, -1, -1, 'a', 0, 0, 0, 0};
    byte[] cut = {1, 0, 0, 0, 'a', 0, 0};
    byte[] few = {1, 0, 0, 0, 'a'};
    return Stream.of(
        binary("x", good, "Inference-Header-Content-Length"),
        binary("-1", good, "Inference-Header-Content-Length"),
        binary("100000", good, "the body has only"),
        binary("5", good, "malformed"),
        binary("", lying, "claims 9 bytes"),
        binary("", negative, "claims 4294967295 bytes"),
        binary("", cut, "cut off"),
        binary("", few, "takes 2 elements, got 1"));
  }

  @Test
  void left_over_bytes_are_refused() {
    String json = binaryJson(8);

    Answer answer =
        codec.post(BYTES, Integer.toString(json.length()), bytes(json + "\u0000".repeat(9)));

    assertThat(answer.error()).contains("1 bytes are left over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE"})
  void json_is_utf_8(String charset) {
    String json = "{\"inputs\":[{\"data\":[1],\"name\":\"x\",\"shape\":[1,1]}]}";

    Answer answer = codec.post(FP32, null, json.getBytes(Charset.forName(charset)));

    assertThat(answer.status()).isEqualTo("400");
    assertThat(answer.error()).contains("UTF-8");
  }

  @Test
  void a_body_may_be_one_raw_tensor() {
    byte[] body = Values.of("x", "INT32", List.of(1L, 3L), 1L, 2L, 3L).raw();

    Answer answer = codec.post("/v2/models/echo-int32/infer", "0", body);

    assertThat(answer.outputs())
        .containsExactly(Values.of("y", "INT32", List.of(1L, 3L), 1L, 2L, 3L));
  }

  @Test
  void a_raw_body_needs_a_model_with_one_input() {
    assertThat(codec.post("/v2/models/arithmetic/infer", "0", new byte[8]).error())
        .contains("one input");
  }

  @Test
  void a_raw_body_has_whole_elements() {
    assertThat(codec.post("/v2/models/echo-int32/infer", "0", new byte[7]).error())
        .contains("takes 4 bytes, got 7");
  }

  @Test
  void a_listed_output_has_its_own_binary_data() {
    String json =
        input(
            "[1,1]",
            "\"data\":[1]",
            "\"parameters\":{\"binary_data_output\":true},\"outputs\":[{\"name\":\"y\"}]");

    Answer answer = post(FP32, null, json);

    assertThat(answer.outputs().getFirst().elements()).containsExactly(1.0);
  }

  private Answer post(String path, @Nullable String header, String body) {
    return codec.post(path, header, bytes(body));
  }

  private static Arguments binary(String header, byte[] blob, String text) {
    byte[] json = bytes(binaryJson(blob.length));
    byte[] body = Arrays.copyOf(json, json.length + blob.length);
    System.arraycopy(blob, 0, body, json.length, blob.length);
    return Arguments.of(header.isEmpty() ? Integer.toString(json.length) : header, body, text);
  }

  private static String binaryJson(int size) {
    return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1,2],\"parameters\":"
        + "{\"binary_data_size\":"
        + size
        + "}}]}";
  }

  private static String input(String shape, String rest) {
    return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":"
        + shape
        + ","
        + rest
        + "}]}";
  }

  private static String input(String shape, String rest, String more) {
    String request = input(shape, rest);
    return request.substring(0, request.length() - 1) + "," + more + "}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
