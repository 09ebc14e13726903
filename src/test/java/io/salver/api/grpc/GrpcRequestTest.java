package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import inference.InferParameter;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import io.salver.api.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What only gRPC can say, right and wrong. */
final class GrpcRequestTest {

  private static final int CHUNK_BYTES = 16;

  private final GrpcCodec codec = new GrpcCodec(4096);

  @AfterEach
  void nothing_stays_leased() {
    assertThat(codec.leasedBytes()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String rule, ModelInferRequest request, String status, String text) {
    Answer answer = codec.send(request.toByteArray(), CHUNK_BYTES);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error()).contains(text);
  }

  static Stream<Arguments> refused() {
    InferTensorContents one = InferTensorContents.newBuilder().addFp32Contents(1).build();
    InferTensorContents wrong = InferTensorContents.newBuilder().addIntContents(1).build();
    InferTensorContents two = one.toBuilder().addIntContents(1).build();
    ByteString raw = ByteString.copyFrom(new byte[4]);
    return Stream.of(
        refusal("mixed", request(one).addRawInputContents(raw), "use one of them"),
        refusal("wrong field", request(wrong), "takes fp32_contents, got int_contents"),
        refusal("two fields", request(two), "takes fp32_contents, got int_contents"),
        refusal("no elements", request(InferTensorContents.getDefaultInstance()), "got 0"),
        refusal(
            "too many raw",
            request(null).addRawInputContents(raw).addRawInputContents(raw),
            "1 inputs, but 2"),
        refusal("short raw", request(null).addRawInputContents(raw.substring(1)), "4 bytes, got 3"),
        refusal("no model", request(one).setModelName(""), "model is empty"),
        refusal(
            "parameter without a value",
            request(one).putParameters("p", InferParameter.getDefaultInstance()),
            "'p'"),
        refusal(
            "output without a name",
            request(one).addOutputs(InferRequestedOutputTensor.getDefaultInstance()),
            "no name"),
        Arguments.of(
            "shared memory",
            request(one)
                .addOutputs(
                    InferRequestedOutputTensor.newBuilder()
                        .setName("y")
                        .putParameters(
                            "shared_memory_region",
                            InferParameter.newBuilder().setStringParam("r").build()))
                .build(),
            "UNIMPLEMENTED",
            "shared_memory_region"),
        Arguments.of(
            "a shape that takes too much",
            ModelInferRequest.newBuilder()
                .setModelName("echo-fp32")
                .addInputs(input().clearShape().addShape(64).addShape(64).setContents(one))
                .build(),
            "RESOURCE_EXHAUSTED",
            "4096"));
  }

  @Test
  void every_truncation_is_refused() {
    byte[] message = valid().toByteArray();

    for (int length = 0; length < message.length; length++) {
      assertThat(codec.send(Arrays.copyOf(message, length), CHUNK_BYTES).status())
          .as("cut to %d of %d bytes", length, message.length)
          .isEqualTo("INVALID_ARGUMENT");
    }
  }

  @Test
  void a_length_that_lies_is_refused() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(message);
    coded.writeString(ModelInferRequest.MODEL_NAME_FIELD_NUMBER, "echo-fp32");
    coded.writeTag(ModelInferRequest.RAW_INPUT_CONTENTS_FIELD_NUMBER, MessageReader.DELIMITED);
    coded.writeUInt32NoTag(Integer.MAX_VALUE);
    coded.flush();

    assertThat(codec.send(message.toByteArray(), CHUNK_BYTES).error())
        .contains("claims 2147483647 bytes");
  }

  @Test
  void contents_may_come_before_what_they_are() throws IOException {
    InferTensorContents contents = InferTensorContents.newBuilder().addFp32Contents(5).build();
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(tensor);
    coded.writeMessage(InferInputTensor.CONTENTS_FIELD_NUMBER, contents);
    coded.flush();
    input().build().writeTo(tensor);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    CodedOutputStream outer = CodedOutputStream.newInstance(message);
    outer.writeByteArray(ModelInferRequest.INPUTS_FIELD_NUMBER, tensor.toByteArray());
    outer.writeString(ModelInferRequest.MODEL_NAME_FIELD_NUMBER, "echo-fp32");
    outer.flush();

    Answer answer = codec.send(message.toByteArray(), CHUNK_BYTES);

    assertThat(answer.outputs().getFirst().elements()).containsExactly(5.0);
  }

  @Test
  void elements_may_come_unpacked_and_fields_may_be_unknown() throws IOException {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(contents);
    coded.writeFloat(InferTensorContents.FP32_CONTENTS_FIELD_NUMBER, 5);
    coded.writeString(99, "later");
    coded.flush();
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .setModelName("echo-fp32")
            .addInputs(input().setContents(InferTensorContents.parseFrom(contents.toByteArray())))
            .build();

    assertThat(codec.send(request.toByteArray(), CHUNK_BYTES).outputs().getFirst().elements())
        .containsExactly(5.0);
  }

  static ModelInferRequest valid() {
    return request(InferTensorContents.newBuilder().addFp32Contents(1).build()).build();
  }

  private static Arguments refusal(String rule, ModelInferRequest.Builder request, String text) {
    return Arguments.of(rule, request.build(), "INVALID_ARGUMENT", text);
  }

  private static ModelInferRequest.Builder request(@Nullable InferTensorContents contents) {
    InferInputTensor.Builder input = input();
    if (contents != null) {
      input.setContents(contents);
    }
    return ModelInferRequest.newBuilder().setModelName("echo-fp32").addInputs(input);
  }

  private static InferInputTensor.Builder input() {
    return InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(1).addShape(1);
  }
}
