package io.salver.api;

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
    Values sum = CaseDraft.pair("sum", 11.0, 22.0);
    Values difference = CaseDraft.pair("difference", -9.0, -18.0);
    return List.of(
        new CaseDraft("all outputs come back in the order of the model").answers(sum, difference),
        new CaseDraft("only requested outputs come back, in their order")
            .requested("difference", "sum")
            .answers(difference, sum),
        new CaseDraft("one requested output comes back").requested("sum").answers(sum),
        new CaseDraft("a version can be named").version("1").answers(sum, difference),
        new CaseDraft("an id is echoed").id("r-17").answers(sum, difference),
        new CaseDraft("unknown parameters mean nothing")
            .parameters(Map.of("mine", "x", "n", 3L, "f", 0.5, "b", true))
            .answers(sum, difference),
        new CaseDraft("a timeout that does not pass changes nothing")
            .parameters(Map.of("timeout", 30_000_000L))
            .answers(sum, difference),
        new CaseDraft("defaults of sequence and priority ask for nothing")
            .parameters(Map.of("sequence_id", 0L, "sequence_start", false, "priority", 0L))
            .answers(sum, difference),
        new CaseDraft("the most urgent priority")
            .parameters(Map.of("priority", 1L))
            .answers(sum, difference),
        new CaseDraft("the least urgent priority")
            .parameters(Map.of("priority", 9L))
            .answers(sum, difference));
  }

  private static List<InferenceCase> classifications() {
    Values numbers = Values.of("x", "FP32", List.of(2L, 3L), 2.0, Double.NaN, 2.0, -1.0, 4.0, 0.5);
    Values wholes = Values.of("x", "INT64", List.of(1L, 2L), Long.MAX_VALUE - 1, Long.MAX_VALUE);
    return List.of(
        new CaseDraft("the best class of each row")
            .requested("sum")
            .as(1L)
            .answers(classes(1, "22.0:1")),
        new CaseDraft("classes come in the order of their scores")
            .requested("sum")
            .as(2L)
            .answers(classes(2, "22.0:1", "11.0:0")),
        new CaseDraft("more classes than there are stand for all")
            .requested("sum")
            .as(100L)
            .answers(classes(2, "22.0:1", "11.0:0")),
        new CaseDraft("classes may come binary")
            .requested("sum")
            .outputParameters(Map.of("classification", 1L, "binary_data", true))
            .answers(classes(1, "22.0:1")),
        new CaseDraft("equal scores rank by index, and NaN after every number")
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
        new CaseDraft("whole numbers rank exactly")
            .model("echo-int64")
            .inputs(wholes)
            .requested("y")
            .as(1L)
            .answers(Values.of("y", "BYTES", List.of(1L, 1L), "9223372036854775807:1")),
        new CaseDraft("no classes are refused").requested("sum").as(0L).invalid("classification"),
        new CaseDraft("fewer than no classes are refused")
            .requested("sum")
            .as(-1L)
            .invalid("classification"),
        new CaseDraft("the number of classes is an integer")
            .requested("sum")
            .outputParameters(Map.of("classification", "two"))
            .invalid("classification"),
        new CaseDraft("byte strings have no classes")
            .model("echo-bytes")
            .inputs(Values.of("x", "BYTES", List.of(1L, 1L), "a"))
            .requested("y")
            .as(1L)
            .invalid("cannot be classified"),
        new CaseDraft("truth values have no classes")
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
    Values a = CaseDraft.pair("a", 1.0, 2.0);
    Values b = CaseDraft.pair("b", 10.0, 20.0);
    Values shapeless = new Values("b", "FP32", List.of(2L), b.elements());
    Values threeRows = new Values("b", "FP32", List.of(3L, 2L), b.elements());
    Values integers = Values.of("b", "INT64", List.of(1L, 2L), 1L, 2L);
    Values negative = new Values("b", "FP32", List.of(-1L, 2L), b.elements());
    Values huge = new Values("b", "FP32", List.of(1L << 40, 1L << 40), b.elements());
    Values large = new Values("b", "FP32", List.of(1L << 30, 2L), b.elements());
    return List.of(
        new CaseDraft("an unknown model is not found").model("nowhere").notFound("nowhere"),
        new CaseDraft("an unknown version is not found").version("9").notFound("9"),
        new CaseDraft("a version is a number").version("one").invalid("one"),
        new CaseDraft("a version is positive").version("0").invalid("0"),
        new CaseDraft("an unknown output is refused").requested("product").invalid("product"),
        new CaseDraft("an output is requested once").requested("sum", "sum").invalid("sum"),
        new CaseDraft("a missing input is named").inputs(a).invalid("missing input 'b'"),
        new CaseDraft("no input at all").inputs().invalid("missing input 'a'"),
        new CaseDraft("an extra input is named")
            .inputs(a, b, CaseDraft.pair("c", 1.0, 2.0))
            .invalid("'c'"),
        new CaseDraft("an input is given once").inputs(a, b, a).invalid("'a' was given twice"),
        new CaseDraft("an input has a name")
            .inputs(a, CaseDraft.pair("", 1.0, 2.0))
            .invalid("name"),
        new CaseDraft("the datatype is the model's").inputs(a, integers).invalid("INT64"),
        new CaseDraft("the datatype is one of the protocol's")
            .inputs(a, new Values("b", "FP31", List.of(1L, 2L), List.of()))
            .invalid("FP31"),
        new CaseDraft("the rank is the model's").inputs(a, shapeless).invalid("[2]"),
        new CaseDraft("the extents are the model's")
            .inputs(a, Values.of("b", "FP32", List.of(1L, 3L), 1.0, 2.0, 3.0))
            .invalid("[1, 3]"),
        new CaseDraft("the shape has the elements").inputs(a, threeRows).invalid("'b'"),
        new CaseDraft("an extent is not negative").inputs(a, negative).invalid("negative"),
        new CaseDraft("a shape does not overflow").inputs(a, huge).invalid("overflow"),
        new CaseDraft("a shape alone takes no memory")
            .forms(TYPED)
            .inputs(a, large)
            .tooLarge("'b'"),
        new CaseDraft("sequences are not implemented")
            .parameters(Map.of("sequence_id", 7L))
            .unimplemented("sequence_id"),
        new CaseDraft("a sequence cannot be started")
            .parameters(Map.of("sequence_start", true))
            .unimplemented("sequence_start"),
        new CaseDraft("there are nine priorities")
            .parameters(Map.of("priority", 10L))
            .invalid("priority"),
        new CaseDraft("a priority is not negative")
            .parameters(Map.of("priority", -1L))
            .invalid("priority"),
        new CaseDraft("a priority is an integer")
            .parameters(Map.of("priority", "high"))
            .invalid("priority"),
        new CaseDraft("a timeout is an integer")
            .parameters(Map.of("timeout", "soon"))
            .invalid("timeout"),
        new CaseDraft("a timeout is not negative")
            .parameters(Map.of("timeout", -1L))
            .invalid("timeout"),
        new CaseDraft("a timeout is kept")
            .parameters(Map.of("timeout", 1L))
            .fails(504, "DEADLINE_EXCEEDED", "deadline"),
        new CaseDraft("a failing model is the server's fault")
            .model("failing")
            .inputs(Values.of("x", "FP32", List.of(2L), 1.0, 2.0))
            .fails(500, "INTERNAL", ""),
        outOfRange("UINT8", 256L),
        outOfRange("INT8", -129L),
        outOfRange("INT16", 32_768L),
        outOfRange("UINT16", 65_536L),
        new CaseDraft("FP16 has no typed form")
            .forms(TYPED)
            .model("echo-fp16")
            .inputs(Values.of("x", "FP16", List.of(1L, 1L), 0x3C00L))
            .invalid("FP16"));
  }

  private static InferenceCase echo(Set<Form> forms, String datatype, Object... elements) {
    List<Long> shape = List.of(1L, (long) elements.length);
    return new CaseDraft(datatype + " " + Arrays.toString(elements) + " comes back as it went")
        .forms(forms)
        .model("echo-" + datatype.toLowerCase(Locale.ROOT))
        .inputs(Values.of("x", datatype, shape, elements))
        .answers(Values.of("y", datatype, shape, elements));
  }

  private static InferenceCase outOfRange(String datatype, Object element) {
    return new CaseDraft(element + " does not fit in " + datatype)
        .forms(TYPED)
        .model("echo-" + datatype.toLowerCase(Locale.ROOT))
        .inputs(Values.of("x", datatype, List.of(1L, 1L), element))
        .invalid(element + " does not fit in " + datatype);
  }
}
