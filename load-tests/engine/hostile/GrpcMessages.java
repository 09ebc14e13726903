package engine.hostile;

import com.google.protobuf.ByteString;
import engine.hostile.Case.Way;
import inference.InferParameter;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import java.util.Optional;
import java.util.Random;

/** Messages of ModelInfer: valid, wrong in one known way, or mutated on the wire. */
final class GrpcMessages {

  private static final long[][] NO_SHAPES = {
    {-1, 4},
    {Long.MAX_VALUE, Long.MAX_VALUE},
    {1, 5},
    {4},
    {},
    {1, 4, 1},
    {1L << 31, 4},
    {1L << 62, 4}
  };

  private GrpcMessages() {}

  static Kinds kinds() {
    Kinds kinds = new Kinds();
    valid(kinds);
    wrong(kinds);
    contents(kinds);
    wire(kinds);
    return kinds;
  }

  private static void valid(Kinds kinds) {
    kinds.add("grpc-valid", r -> ok(Sample.random(r), GrpcMessages::raw));
    kinds.add("grpc-valid-contents", r -> ok(Sample.random(r), GrpcMessages::withContents));
  }

  private static void wrong(Kinds kinds) {
    kinds.add(
        "grpc-shape",
        r ->
            fault(
                r,
                q -> {
                  q.getInputsBuilder(0).clearShape();
                  for (long extent : NO_SHAPES[r.nextInt(NO_SHAPES.length)]) {
                    q.getInputsBuilder(0).addShape(extent);
                  }
                }));
    kinds.add(
        "grpc-datatype",
        r ->
            fault(
                r,
                q ->
                    q.getInputsBuilder(0)
                        .setDatatype(pick(r, "", "FP31", "fp32", "INT16", "\u0000"))));
    kinds.add(
        "grpc-model", r -> fault(r, q -> q.setModelName(pick(r, "", " ", "nobody", "../x", "é"))));
    kinds.add(
        "grpc-version",
        r ->
            fault(r, q -> q.setModelVersion(pick(r, "0", "-1", "x", "2", "99999999999999999999"))));
    kinds.add(
        "grpc-name", r -> fault(r, q -> q.getInputsBuilder(0).setName(pick(r, "", "X", "y"))));
    kinds.add(
        "grpc-input-twice",
        r ->
            fault(
                r, q -> q.addInputs(q.getInputs(0)).addRawInputContents(q.getRawInputContents(0))));
    kinds.add("grpc-no-inputs", r -> fault(r, q -> q.clearInputs().clearRawInputContents()));
    kinds.add("grpc-no-contents", r -> fault(r, ModelInferRequest.Builder::clearRawInputContents));
    kinds.add(
        "grpc-output",
        r ->
            fault(
                r,
                q ->
                    q.addOutputs(
                        InferRequestedOutputTensor.newBuilder().setName(pick(r, "", "x", "z")))));
    kinds.add(
        "grpc-output-twice",
        r ->
            fault(
                r,
                q ->
                    q.addOutputs(InferRequestedOutputTensor.newBuilder().setName("y"))
                        .addOutputs(InferRequestedOutputTensor.newBuilder().setName("y"))));
    kinds.add(
        "grpc-parameter",
        r ->
            fault(
                r,
                q ->
                    q.putParameters(
                        "timeout",
                        r.nextBoolean()
                            ? InferParameter.newBuilder().setStringParam("soon").build()
                            : InferParameter.newBuilder()
                                .setInt64Param(-1 - r.nextInt(9))
                                .build())));
  }

  private static void contents(Kinds kinds) {
    kinds.add(
        "grpc-raw-length",
        r ->
            fault(
                r,
                q -> {
                  byte[] raw = q.getRawInputContents(0).toByteArray();
                  byte[] other =
                      r.nextBoolean()
                          ? Bytes.concat(raw, new byte[1 + r.nextInt(5)])
                          : Bytes.prefix(raw, r.nextInt(raw.length));
                  q.setRawInputContents(0, ByteString.copyFrom(other));
                }));
    kinds.add(
        "grpc-raw-extra",
        r -> fault(r, q -> q.addRawInputContents(ByteString.copyFromUtf8("abcd"))));
    kinds.add(
        "grpc-mixed",
        r -> {
          Sample sample = Sample.random(r);
          return fault(
              raw(sample).toBuilder(), q -> q.getInputsBuilder(0).setContents(elements(sample)));
        });
    kinds.add(
        "grpc-count",
        r ->
            fault(
                withContents(Sample.random(r, "FP32")).toBuilder(),
                q -> q.getInputsBuilder(0).getContentsBuilder().addFp32Contents(1)));
    kinds.add(
        "grpc-two-fields",
        r ->
            fault(
                withContents(Sample.random(r, "FP32")).toBuilder(),
                q -> q.getInputsBuilder(0).getContentsBuilder().addInt64Contents(1)));
    kinds.add(
        "grpc-out-of-range",
        r -> {
          boolean signed = r.nextBoolean();
          ModelInferRequest.Builder request =
              withContents(Sample.random(r, signed ? "INT8" : "UINT8")).toBuilder();
          InferTensorContents.Builder elements = request.getInputsBuilder(0).getContentsBuilder();
          if (signed) {
            elements.setIntContents(
                0, r.nextBoolean() ? 128 + r.nextInt(9999) : -129 - r.nextInt(999));
          } else {
            elements.setUintContents(0, 256 + r.nextInt(9999));
          }
          return fault(request, q -> {});
        });
  }

  private static void wire(Kinds kinds) {
    kinds.add(
        "grpc-cut",
        r -> {
          byte[] message = raw(Sample.random(r)).toByteArray();
          return Case.of(
              Way.GRPC, "", Expect.FAULT, Bytes.prefix(message, r.nextInt(message.length)));
        });
    kinds.add("grpc-mutated", r -> any(Bytes.mutate(raw(Sample.random(r)).toByteArray(), r)));
    kinds.add(
        "grpc-mutated-contents",
        r -> any(Bytes.mutate(withContents(Sample.random(r)).toByteArray(), r)));
    kinds.add(
        "grpc-noise",
        r -> {
          byte[] noise = new byte[r.nextInt(200)];
          r.nextBytes(noise);
          return Case.of(Way.GRPC, "", Expect.FAULT, noise);
        });
  }

  private interface Change {
    void apply(ModelInferRequest.Builder request);
  }

  private interface Form {
    ModelInferRequest of(Sample sample);
  }

  private static Case ok(Sample sample, Form form) {
    return new Case(
        Way.GRPC, "", Expect.OK, form.of(sample).toByteArray(), Optional.of(sample.raw()));
  }

  private static Case any(byte[] message) {
    return Case.of(Way.GRPC, "", Expect.ANY, message);
  }

  private static Case fault(Random random, Change change) {
    return fault(raw(Sample.random(random)).toBuilder(), change);
  }

  private static Case fault(ModelInferRequest.Builder request, Change change) {
    change.apply(request);
    return Case.of(Way.GRPC, "", Expect.FAULT, request.build().toByteArray());
  }

  private static ModelInferRequest raw(Sample sample) {
    return declared(sample).addRawInputContents(ByteString.copyFrom(sample.raw())).build();
  }

  private static ModelInferRequest withContents(Sample sample) {
    ModelInferRequest.Builder request = declared(sample);
    request.getInputsBuilder(0).setContents(elements(sample));
    return request.build();
  }

  private static ModelInferRequest.Builder declared(Sample sample) {
    return ModelInferRequest.newBuilder()
        .setModelName(sample.model())
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype(sample.datatype())
                .addShape(sample.rows())
                .addShape(Sample.COLUMNS));
  }

  private static InferTensorContents elements(Sample sample) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (String literal : sample.literals()) {
      switch (sample.datatype()) {
        case "BOOL" -> contents.addBoolContents(literal.equals("true"));
        case "INT8" -> contents.addIntContents(Integer.parseInt(literal));
        case "UINT8" -> contents.addUintContents(Integer.parseInt(literal));
        case "INT64" -> contents.addInt64Contents(Long.parseLong(literal));
        case "FP32" -> contents.addFp32Contents(Float.parseFloat(literal));
        case "FP64" -> contents.addFp64Contents(Double.parseDouble(literal));
        case "BYTES" -> contents.addBytesContents(ByteString.copyFromUtf8(Sample.unquote(literal)));
        default -> throw new IllegalArgumentException(sample.datatype());
      }
    }
    return contents.build();
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
