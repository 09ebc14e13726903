package engine.hostile;

import engine.hostile.Case.Way;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Requests whose JSON or binary tensors are valid, or wrong in one known way. */
final class RestDocuments {

  private static final String[] NO_NUMBERS = {"null", "\"1\"", "{}", "x", "--1", "0x10", "+-1"};
  private static final String[] NO_SHAPES = {
    "[-1,4]",
    "[1.5,4]",
    "[\"1\",4]",
    "[9223372036854775807,9223372036854775807]",
    "[2147483648,4]",
    "[1,4,1]",
    "[4]",
    "[]",
    "4",
    "null",
    "[1,5]",
    "{}",
    "[18446744073709551617,4]",
    "[[1,4]]",
    "[4294967296,4294967296,4]"
  };
  private static final String[] NO_TYPES = {
    "\"FP31\"", "\"fp32\"", "\"\"", "1", "null", "\"FLOAT\"", "\"TYPE_FP32\"", "[\"FP32\"]"
  };
  private static final String[] NO_PARAMETERS = {
    "\"timeout\":-1",
    "\"timeout\":\"soon\"",
    "\"timeout\":{}",
    "\"timeout\":1.5",
    "\"x\":[1]",
    "\"x\":{\"y\":1}",
    "\"binary_data_output\":\"maybe\"",
    "\"binary_data_output\":1"
  };
  private static final String[] NO_PATHS = {
    "/v2/models/nobody/infer",
    "/v2/models/echo-fp32/versions/0/infer",
    "/v2/models/echo-fp32/versions/-1/infer",
    "/v2/models/echo-fp32/versions/x/infer",
    "/v2/models/echo-fp32/versions/99999999999999999999/infer",
    "/v2/models/echo-fp32/versions/7/infer",
    "/v2/models/..%2f..%2fetc/infer",
    "/v2/models/%20/infer",
    "/v2/models/%00/infer",
    "/v2/models/echo-fp32%0d%0a/infer"
  };

  private RestDocuments() {}

  static Kinds kinds() {
    Kinds kinds = new Kinds();
    valid(kinds);
    values(kinds);
    structure(kinds);
    binary(kinds);
    return kinds;
  }

  private static void valid(Kinds kinds) {
    kinds.add("valid", r -> ok(Sample.random(r), JsonRequest::json));
    kinds.add("valid-binary", r -> ok(Sample.random(r), JsonRequest::binary));
    kinds.add(
        "valid-nested",
        r ->
            ok(
                Sample.random(r),
                sample -> {
                  JsonRequest request = JsonRequest.json(sample);
                  request.data = nested(sample);
                  return request;
                }));
    kinds.add(
        "valid-with-more",
        r ->
            ok(
                Sample.random(r),
                sample -> {
                  JsonRequest request = JsonRequest.json(sample);
                  request.more = "\"client\":{\"name\":[1,{\"deep\":[[]]}]},\"id\":\"ü\\u00e9\"";
                  request.outputs = "[{\"name\":\"y\",\"parameters\":{\"binary_data\":true}}]";
                  return request;
                }));
  }

  private static void values(Kinds kinds) {
    kinds.add(
        "wrong-count",
        r -> {
          Sample sample = Sample.random(r);
          List<String> literals = new ArrayList<>(sample.literals());
          if (r.nextBoolean()) {
            literals.removeLast();
          } else {
            literals.add(literals.getFirst());
          }
          return fault(sample, q -> q.data = JsonRequest.array(literals));
        });
    kinds.add("out-of-range", RestDocuments::outOfRange);
    kinds.add("text-beyond-basic-plane", RestDocuments::beyondBasicPlane);
    kinds.add(
        "no-element",
        r -> {
          Sample sample = Sample.random(r, r.nextBoolean() ? "FP32" : "INT64");
          return fault(sample, q -> q.data = replaced(sample, pick(r, NO_NUMBERS), r));
        });
    kinds.add(
        "fraction-for-whole",
        r -> {
          Sample sample = Sample.random(r, pick(r, "INT64", "INT8", "UINT8"));
          return fault(sample, q -> q.data = replaced(sample, pick(r, "1.5", "1e2", "0.1"), r));
        });
    kinds.add(
        "number-for-text",
        r -> {
          Sample sample = Sample.random(r, "BYTES");
          return fault(sample, q -> q.data = replaced(sample, pick(r, "1", "true", "null"), r));
        });
  }

  private static Case outOfRange(Random r) {
    Sample sample = Sample.random(r, pick(r, "UINT8", "INT8", "INT64", "FP32", "FP64"));
    String literal =
        switch (sample.datatype()) {
          case "UINT8" -> pick(r, "256", "-1", "1000000000000", "99999999999999999999999");
          case "INT8" -> pick(r, "128", "-129", "65536", "-99999999999999999999999");
          case "INT64" -> pick(r, "9223372036854775808", "-9223372036854775809");
          case "FP32" -> pick(r, "1e39", "-3.5e38", "1e999");
          default -> pick(r, "1e309", "-1e999");
        };
    return fault(sample, q -> q.data = replaced(sample, literal, r));
  }

  /**
   * Beyond U+FFFF: ONNX Runtime's Java interface cannot pass it; 501 is honest, other text is not.
   */
  private static Case beyondBasicPlane(Random r) {
    JsonRequest request = JsonRequest.json(Sample.random(r, "BYTES"));
    request.shape = "[1,4]";
    request.data = "[\"a\",\"\\ud83d\\ude00\",\"😀\",\"\"]";
    byte[] face = "\4\0\0\0😀".getBytes(StandardCharsets.UTF_8);
    byte[] echo =
        Bytes.concat(
            Bytes.concat(new byte[] {1, 0, 0, 0, 'a'}, Bytes.concat(face, face)), new byte[4]);
    return new Case(Way.REST, "", Expect.ANY, request.render(), Optional.of(echo));
  }

  private static void structure(Kinds kinds) {
    kinds.add("shape", r -> fault(r, q -> q.shape = pick(r, NO_SHAPES)));
    kinds.add("datatype", r -> fault(r, q -> q.datatype = pick(r, NO_TYPES)));
    kinds.add(
        "other-datatype",
        r ->
            fault(
                Sample.random(r, "FP32"),
                q -> q.datatype = pick(r, "\"INT32\"", "\"FP64\"", "\"FP16\"")));
    kinds.add("parameter", r -> fault(r, q -> q.parameters = pick(r, NO_PARAMETERS)));
    kinds.add("path", r -> fault(r, q -> q.path = pick(r, NO_PATHS)));
    kinds.add(
        "name", r -> fault(r, q -> q.name = pick(r, "", "\"\"", "\"X\"", "1", "null", "\"x \"")));
    kinds.add("no-data", r -> fault(r, q -> q.data = ""));
    kinds.add("both-data", r -> fault(r, q -> q.tensorParameters = "\"binary_data_size\":16"));
    kinds.add(
        "inputs", r -> fault(r, q -> q.inputs = pick(r, "[]", "{}", "null", "1", "[1]", "[[]]")));
    kinds.add(
        "input-twice", r -> fault(r, q -> q.inputs = "[" + q.input() + "," + q.input() + "]"));
    kinds.add(
        "input-extra",
        r ->
            fault(
                r,
                q -> q.inputs = "[" + q.input() + "," + q.input().replace("\"x\"", "\"z\"") + "]"));
    kinds.add(
        "outputs",
        r ->
            fault(
                r,
                q ->
                    q.outputs =
                        pick(
                            r,
                            "[{\"name\":\"z\"}]",
                            "[{\"name\":\"y\"},{\"name\":\"y\"}]",
                            "[1]",
                            "{}",
                            "[{}]")));
    kinds.add("key-twice", r -> fault(r, q -> q.more = "\"inputs\":[" + q.input() + "]"));
    kinds.add("deep", r -> fault(r, q -> q.more = "\"deep\":" + "[".repeat(200) + "]".repeat(200)));
    kinds.add("deep-data", r -> fault(r, q -> q.data = "[".repeat(5000) + "]".repeat(5000)));
    kinds.add("id", r -> fault(r, q -> q.more = "\"id\":" + pick(r, "1", "{}", "[\"a\"]", "true")));
    kinds.add(
        "more-after",
        r ->
            fault(
                r,
                q -> q.blob = pick(r, "{}", "x", "]", "\u0000").getBytes(StandardCharsets.UTF_8)));
  }

  private static void binary(Kinds kinds) {
    kinds.add(
        "binary-size",
        r -> {
          Sample sample = Sample.random(r);
          int length = sample.raw().length;
          String size =
              pick(
                  r,
                  "-1",
                  "0.5",
                  "\"16\"",
                  "9223372036854775808",
                  "" + (length + 1),
                  "" + (length - 1));
          return faultBinary(sample, q -> q.tensorParameters = "\"binary_data_size\":" + size);
        });
    kinds.add(
        "binary-left-over",
        r ->
            faultBinary(
                Sample.random(r), q -> q.blob = Bytes.concat(q.blob, new byte[1 + r.nextInt(9)])));
    kinds.add(
        "binary-missing",
        r ->
            faultBinary(
                Sample.random(r), q -> q.blob = Bytes.prefix(q.blob, r.nextInt(q.blob.length))));
    kinds.add(
        "binary-text-length",
        r ->
            faultBinary(
                Sample.random(r, "BYTES"),
                q ->
                    q.blob =
                        Bytes.replace(
                            q.blob,
                            0,
                            pick(r, "\377\377\377\377", "\377\377\377\177", "\0\1\0\0"))));
  }

  /** Changes a valid request. */
  private interface Change {
    void apply(JsonRequest request);
  }

  private interface Form {
    JsonRequest of(Sample sample);
  }

  private static Case ok(Sample sample, Form form) {
    return new Case(Way.REST, "", Expect.OK, form.of(sample).render(), Optional.of(sample.raw()));
  }

  private static Case fault(Random random, Change change) {
    return fault(Sample.random(random), change);
  }

  private static Case fault(Sample sample, Change change) {
    return fault(JsonRequest.json(sample), change);
  }

  private static Case faultBinary(Sample sample, Change change) {
    return fault(JsonRequest.binary(sample), change);
  }

  private static Case fault(JsonRequest request, Change change) {
    change.apply(request);
    return Case.of(Way.REST, "", Expect.FAULT, request.render());
  }

  private static String replaced(Sample sample, String literal, Random random) {
    List<String> literals = new ArrayList<>(sample.literals());
    literals.set(random.nextInt(literals.size()), literal);
    return JsonRequest.array(literals);
  }

  private static String nested(Sample sample) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < sample.rows(); row++) {
      int from = row * Sample.COLUMNS;
      rows.add(JsonRequest.array(sample.literals().subList(from, from + Sample.COLUMNS)));
    }
    return JsonRequest.array(rows);
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
