package io.salver.api;

import io.salver.api.InferenceCase.Expected;
import io.salver.api.InferenceCase.Form;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The table that both protocols run. Models are those of src/test/models/protocol. */
public final class InferenceCases {

  private static final Set<Form> ALL = EnumSet.allOf(Form.class);
  private static final Set<Form> BITS = EnumSet.of(Form.BINARY, Form.RAW);
  private static final Set<Form> TYPED = EnumSet.of(Form.JSON, Form.CONTENTS);
  private static final BigInteger MAX_UINT64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private InferenceCases() {}

  /** Every case. */
  public static List<InferenceCase> all() {
    List<InferenceCase> cases = new ArrayList<>(echoes());
    cases.addAll(choices());
    cases.addAll(classifications());
    cases.addAll(refusals());
    return cases;
  }

  private static List<InferenceCase> echoes() {
    return List.of(
        echo(ALL, "BOOL", true, false),
        echo(ALL, "UINT8", 0L, 255L),
        echo(ALL, "UINT16", 0L, 65_535L),
        echo(ALL, "UINT32", 0L, 4_294_967_295L),
        echo(ALL, "UINT64", 0L, MAX_UINT64),
        echo(ALL, "INT8", -128L, 127L),
        echo(ALL, "INT16", -32_768L, 32_767L),
        echo(ALL, "INT32", -2_147_483_648L, 2_147_483_647L),
        echo(ALL, "INT64", Long.MIN_VALUE, Long.MAX_VALUE, 9_007_199_254_740_993L),
        echo(BITS, "FP16", 0x3C00L, 0xFBFFL),
        echo(BITS, "BF16", 0x3F80L, 0xFF7FL),
        echo(ALL, "FP32", (double) 0.1f, (double) Float.MAX_VALUE, (double) Float.MIN_VALUE),
        echo(ALL, "FP32", Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
        echo(ALL, "FP64", 0.1, Double.MAX_VALUE, Double.MIN_VALUE),
        echo(ALL, "BYTES", "", "ключ", "a\"\\\u0001"),
        echo(ALL, "FP32"));
  }

  private static List<InferenceCase> choices() {
    Values sum = pair("sum", 11.0, 22.0);
    Values difference = pair("difference", -9.0, -18.0);
    return List.of(
        new Case("all outputs come back in the order of the model").answers(sum, difference),
        new Case("only requested outputs come back, in their order")
            .requested("difference", "sum")
            .answers(difference, sum),
        new Case("one requested output comes back").requested("sum").answers(sum),
        new Case("a version can be named").version("1").answers(sum, difference),
        new Case("an id is echoed").id("r-17").answers(sum, difference),
        new Case("unknown parameters mean nothing")
            .parameters(Map.of("mine", "x", "n", 3L, "f", 0.5, "b", true))
            .answers(sum, difference),
        new Case("a timeout that does not pass changes nothing")
            .parameters(Map.of("timeout", 30_000_000L))
            .answers(sum, difference),
        new Case("defaults of sequence and priority ask for nothing")
            .parameters(Map.of("sequence_id", 0L, "sequence_start", false, "priority", 0L))
            .answers(sum, difference),
        new Case("the most urgent priority")
            .parameters(Map.of("priority", 1L))
            .answers(sum, difference),
        new Case("the least urgent priority")
            .parameters(Map.of("priority", 9L))
            .answers(sum, difference));
  }

  private static List<InferenceCase> classifications() {
    Values numbers = Values.of("x", "FP32", List.of(2L, 3L), 2.0, Double.NaN, 2.0, -1.0, 4.0, 0.5);
    Values wholes = Values.of("x", "INT64", List.of(1L, 2L), Long.MAX_VALUE - 1, Long.MAX_VALUE);
    return List.of(
        new Case("the best class of each row")
            .requested("sum")
            .as(1L)
            .answers(classes(1, "22.0:1")),
        new Case("classes come in the order of their scores")
            .requested("sum")
            .as(2L)
            .answers(classes(2, "22.0:1", "11.0:0")),
        new Case("more classes than there are stand for all")
            .requested("sum")
            .as(100L)
            .answers(classes(2, "22.0:1", "11.0:0")),
        new Case("classes may come binary")
            .requested("sum")
            .outputParameters(Map.of("classification", 1L, "binary_data", true))
            .answers(classes(1, "22.0:1")),
        new Case("equal scores rank by index, and NaN after every number")
            .model("echo-fp32")
            .inputs(numbers)
            .requested("y")
            .as(3L)
            .answers(
                Values.of(
                    "y",
                    "BYTES",
                    List.of(2L, 3L),
                    "2.0:0",
                    "2.0:2",
                    "NaN:1",
                    "4.0:1",
                    "0.5:2",
                    "-1.0:0")),
        new Case("whole numbers rank exactly")
            .model("echo-int64")
            .inputs(wholes)
            .requested("y")
            .as(1L)
            .answers(Values.of("y", "BYTES", List.of(1L, 1L), "9223372036854775807:1")),
        new Case("no classes are refused").requested("sum").as(0L).invalid("classification"),
        new Case("fewer than no classes are refused")
            .requested("sum")
            .as(-1L)
            .invalid("classification"),
        new Case("the number of classes is an integer")
            .requested("sum")
            .outputParameters(Map.of("classification", "two"))
            .invalid("classification"),
        new Case("byte strings have no classes")
            .model("echo-bytes")
            .inputs(Values.of("x", "BYTES", List.of(1L, 1L), "a"))
            .requested("y")
            .as(1L)
            .invalid("cannot be classified"),
        new Case("truth values have no classes")
            .model("echo-bool")
            .inputs(Values.of("x", "BOOL", List.of(1L, 1L), true))
            .requested("y")
            .as(1L)
            .invalid("cannot be classified"));
  }

  private static Values classes(long kept, Object... elements) {
    return Values.of("sum", "BYTES", List.of(1L, kept), elements);
  }

  private static List<InferenceCase> refusals() {
    Values a = pair("a", 1.0, 2.0);
    Values b = pair("b", 10.0, 20.0);
    Values shapeless = new Values("b", "FP32", List.of(2L), b.elements());
    Values threeRows = new Values("b", "FP32", List.of(3L, 2L), b.elements());
    Values integers = Values.of("b", "INT64", List.of(1L, 2L), 1L, 2L);
    Values negative = new Values("b", "FP32", List.of(-1L, 2L), b.elements());
    Values huge = new Values("b", "FP32", List.of(1L << 40, 1L << 40), b.elements());
    Values large = new Values("b", "FP32", List.of(1L << 30, 2L), b.elements());
    return List.of(
        new Case("an unknown model is not found").model("nowhere").notFound("nowhere"),
        new Case("an unknown version is not found").version("9").notFound("9"),
        new Case("a version is a number").version("one").invalid("one"),
        new Case("a version is positive").version("0").invalid("0"),
        new Case("an unknown output is refused").requested("product").invalid("product"),
        new Case("an output is requested once").requested("sum", "sum").invalid("sum"),
        new Case("a missing input is named").inputs(a).invalid("missing input 'b'"),
        new Case("no input at all").inputs().invalid("missing input 'a'"),
        new Case("an extra input is named").inputs(a, b, pair("c", 1.0, 2.0)).invalid("'c'"),
        new Case("an input is given once").inputs(a, b, a).invalid("'a' was given twice"),
        new Case("an input has a name").inputs(a, pair("", 1.0, 2.0)).invalid("name"),
        new Case("the datatype is the model's").inputs(a, integers).invalid("INT64"),
        new Case("the datatype is one of the protocol's")
            .inputs(a, new Values("b", "FP31", List.of(1L, 2L), List.of()))
            .invalid("FP31"),
        new Case("the rank is the model's").inputs(a, shapeless).invalid("[2]"),
        new Case("the extents are the model's")
            .inputs(a, Values.of("b", "FP32", List.of(1L, 3L), 1.0, 2.0, 3.0))
            .invalid("[1, 3]"),
        new Case("the shape has the elements").inputs(a, threeRows).invalid("'b'"),
        new Case("an extent is not negative").inputs(a, negative).invalid("negative"),
        new Case("a shape does not overflow").inputs(a, huge).invalid("overflow"),
        new Case("a shape alone takes no memory").forms(TYPED).inputs(a, large).tooLarge("'b'"),
        new Case("sequences are not implemented")
            .parameters(Map.of("sequence_id", 7L))
            .unimplemented("sequence_id"),
        new Case("a sequence cannot be started")
            .parameters(Map.of("sequence_start", true))
            .unimplemented("sequence_start"),
        new Case("there are nine priorities")
            .parameters(Map.of("priority", 10L))
            .invalid("priority"),
        new Case("a priority is not negative")
            .parameters(Map.of("priority", -1L))
            .invalid("priority"),
        new Case("a priority is an integer")
            .parameters(Map.of("priority", "high"))
            .invalid("priority"),
        new Case("a timeout is an integer")
            .parameters(Map.of("timeout", "soon"))
            .invalid("timeout"),
        new Case("a timeout is not negative").parameters(Map.of("timeout", -1L)).invalid("timeout"),
        new Case("a timeout is kept")
            .parameters(Map.of("timeout", 1L))
            .fails(504, "DEADLINE_EXCEEDED", "deadline"),
        new Case("a failing model is the server's fault")
            .model("failing")
            .inputs(Values.of("x", "FP32", List.of(2L), 1.0, 2.0))
            .fails(500, "INTERNAL", ""),
        outOfRange("UINT8", 256L),
        outOfRange("INT8", -129L),
        outOfRange("INT16", 32_768L),
        outOfRange("UINT16", 65_536L),
        new Case("FP16 has no typed form")
            .forms(TYPED)
            .model("echo-fp16")
            .inputs(Values.of("x", "FP16", List.of(1L, 1L), 0x3C00L))
            .invalid("FP16"));
  }

  private static InferenceCase echo(Set<Form> forms, String datatype, Object... elements) {
    List<Long> shape = List.of(1L, (long) elements.length);
    return new Case(datatype + " " + Arrays.toString(elements) + " comes back as it went")
        .forms(forms)
        .model("echo-" + datatype.toLowerCase(Locale.ROOT))
        .inputs(Values.of("x", datatype, shape, elements))
        .answers(Values.of("y", datatype, shape, elements));
  }

  private static InferenceCase outOfRange(String datatype, Object element) {
    return new Case(element + " does not fit in " + datatype)
        .forms(TYPED)
        .model("echo-" + datatype.toLowerCase(Locale.ROOT))
        .inputs(Values.of("x", datatype, List.of(1L, 1L), element))
        .invalid(element + " does not fit in " + datatype);
  }

  private static Values pair(String name, Double first, Double second) {
    return Values.of(name, "FP32", List.of(1L, 2L), first, second);
  }

  /** A request for the sum of (1, 2) and (10, 20), unless it says otherwise. */
  private static final class Case {

    private final String name;
    private Set<Form> forms = ALL;
    private String model = "arithmetic";
    private String version = "";
    private String id = "";
    private List<Values> inputs = List.of(pair("a", 1.0, 2.0), pair("b", 10.0, 20.0));
    private List<String> requested = List.of();
    private Map<String, Object> outputParameters = Map.of();
    private Map<String, Object> parameters = Map.of();

    Case(String name) {
      this.name = name;
    }

    Case forms(Set<Form> these) {
      forms = these;
      return this;
    }

    Case model(String other) {
      model = other;
      return this;
    }

    Case version(String number) {
      version = number;
      return this;
    }

    Case id(String own) {
      id = own;
      return this;
    }

    Case inputs(Values... these) {
      inputs = List.of(these);
      return this;
    }

    Case requested(String... names) {
      requested = List.of(names);
      return this;
    }

    Case as(long classes) {
      return outputParameters(Map.of("classification", classes));
    }

    Case outputParameters(Map<String, Object> these) {
      outputParameters = these;
      return this;
    }

    Case parameters(Map<String, Object> these) {
      parameters = these;
      return this;
    }

    InferenceCase answers(Values... outputs) {
      return expecting(new Expected.Outputs(List.of(outputs)));
    }

    InferenceCase invalid(String text) {
      return fails(400, "INVALID_ARGUMENT", text);
    }

    InferenceCase notFound(String text) {
      return fails(404, "NOT_FOUND", text);
    }

    InferenceCase tooLarge(String text) {
      return fails(413, "RESOURCE_EXHAUSTED", text);
    }

    InferenceCase unimplemented(String text) {
      return fails(501, "UNIMPLEMENTED", text);
    }

    InferenceCase fails(int http, String grpc, String text) {
      return expecting(new Expected.Failure(http, grpc, text));
    }

    private InferenceCase expecting(Expected expected) {
      return new InferenceCase(
          name,
          forms,
          model,
          version,
          id,
          inputs,
          requested,
          outputParameters,
          parameters,
          expected);
    }
  }
}
