package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import io.salver.api.Answer;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls for which all requests together leave too little memory, at every point of a decode. */
final class GrpcMemoryTest {

  private static final int LIMIT = 1 << 14;

  @Test
  void a_refused_raw_tensor_leaves_nothing_behind() {
    ModelInferRequest request =
        request("echo-fp32", "FP32", null).toBuilder()
            .addRawInputContents(ByteString.copyFrom(new byte[800]))
            .build();
    assertNothingStays(request);
  }

  @Test
  void refused_contents_leave_nothing_behind() {
    InferTensorContents floats =
        InferTensorContents.newBuilder().addAllFp32Contents(Collections.nCopies(200, 1f)).build();
    assertNothingStays(request("echo-fp32", "FP32", floats));
  }

  @Test
  void refused_texts_leave_nothing_behind() {
    InferTensorContents texts =
        InferTensorContents.newBuilder()
            .addAllBytesContents(Collections.nCopies(200, ByteString.copyFromUtf8("1")))
            .build();
    assertNothingStays(request("echo-bytes", "BYTES", texts));
  }

  private static void assertNothingStays(ModelInferRequest request) {
    Set<String> statuses = new HashSet<>();
    for (int held = 0; held <= LIMIT; held += 256) {
      DirectMemoryPool pool = new DirectMemoryPool(LIMIT, 0);
      try (TensorScope others = pool.open()) {
        others.reserve(held);
        Answer answer = new GrpcCodec(1 << 16, pool).send(request.toByteArray(), 64);
        statuses.add(answer.status());
        assertThat(pool.leasedBytes()).as("after %s", answer.error()).isEqualTo(held);
      }
    }
    assertThat(statuses).hasSize(2).contains("UNAVAILABLE");
  }

  private static ModelInferRequest request(
      String model, String datatype, @Nullable InferTensorContents contents) {
    InferInputTensor.Builder input =
        InferInputTensor.newBuilder().setName("x").setDatatype(datatype).addShape(1).addShape(200);
    if (contents != null) {
      input.setContents(contents);
    }
    return ModelInferRequest.newBuilder().setModelName(model).addInputs(input).build();
  }
}
