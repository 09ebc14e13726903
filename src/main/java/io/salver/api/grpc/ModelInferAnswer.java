package io.salver.api.grpc;

import com.google.protobuf.CodedOutputStream;
import inference.InferParameter;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import inference.ModelStreamInferResponse;
import io.salver.api.InferenceCall;
import io.salver.api.RawTensors;
import io.salver.fault.Fault;
import io.salver.serving.ArmName;
import io.salver.serving.InferenceResponse;
import io.salver.tensor.Tensor;
import io.salver.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code ModelInferResponse}, alone or in a {@code ModelStreamInferResponse}, whose outputs still
 * lie in the memory of the request's scope, so that their bytes are copied once, into Netty's
 * buffers.
 */
final class ModelInferAnswer {

  private static final int CHUNK_BYTES = 8192;

  /** How clients of Triton learn that no more answers follow to a request of a stream. */
  private static final String FINAL = "triton_final_response";

  private final byte[] head;
  private final List<Tensor> outputs;

  private ModelInferAnswer(byte[] head, List<Tensor> outputs) {
    this.head = head;
    this.outputs = outputs;
  }

  static ModelInferAnswer of(InferenceCall call, InferenceResponse response, Tensors tensors) {
    return of(head(call, response), tensors);
  }

  /** The answer to a request of a stream, of which there is one; it names the arms that gave it. */
  static ModelInferAnswer streamed(
      InferenceCall call, InferenceResponse response, Tensors tensors, List<ArmName> arms) {
    InferParameter yes = InferParameter.newBuilder().setBoolParam(true).build();
    ModelInferResponse.Builder message = head(call, response).putParameters(FINAL, yes);
    if (!arms.isEmpty()) {
      message.putParameters(
          ArmMetadata.ENTRY,
          InferParameter.newBuilder().setStringParam(ArmName.text(arms)).build());
    }
    ModelInferAnswer inner = of(message, tensors);
    int lengthBytes = CodedOutputStream.computeUInt32SizeNoTag(inner.size());
    byte[] head = new byte[1 + lengthBytes + inner.head.length];
    ByteBuffer target = ByteBuffer.wrap(head);
    target.put(
        (byte)
            (ModelStreamInferResponse.INFER_RESPONSE_FIELD_NUMBER << 3 | MessageReader.DELIMITED));
    putVarint(target, inner.size());
    target.put(inner.head);
    return new ModelInferAnswer(head, inner.outputs);
  }

  /** What a request of a stream is told that failed; {@code id} is the client's name of it. */
  static ModelInferAnswer failed(String id, Fault fault) {
    ModelStreamInferResponse message =
        ModelStreamInferResponse.newBuilder()
            .setErrorMessage(fault.explanation())
            .setInferResponse(ModelInferResponse.newBuilder().setId(id))
            .build();
    return new ModelInferAnswer(message.toByteArray(), List.of());
  }

  private static ModelInferResponse.Builder head(InferenceCall call, InferenceResponse response) {
    return ModelInferResponse.newBuilder()
        .setModelName(response.model().name())
        .setModelVersion(Long.toString(response.model().version()))
        .setId(call.id());
  }

  private static ModelInferAnswer of(ModelInferResponse.Builder head, Tensors tensors) {
    List<Tensor> outputs = new ArrayList<>(tensors.size());
    tensors.forEach(
        (name, tensor) -> {
          head.addOutputs(describe(name, tensor));
          outputs.add(tensor);
        });
    return new ModelInferAnswer(head.build().toByteArray(), outputs);
  }

  private static void putVarint(ByteBuffer target, int value) {
    int left = value;
    while ((left & ~0x7F) != 0) {
      target.put((byte) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    target.put((byte) left);
  }

  /** Bytes of the whole message. */
  int size() {
    long size = head.length;
    for (Tensor tensor : outputs) {
      long raw = RawTensors.encodedSize(tensor);
      size += CodedOutputStream.computeTagSize(ModelInferResponse.RAW_OUTPUT_CONTENTS_FIELD_NUMBER);
      size += CodedOutputStream.computeUInt64SizeNoTag(raw) + raw;
    }
    return Math.toIntExact(size);
  }

  /** Writes the whole message. */
  void writeTo(OutputStream target) throws IOException {
    target.write(head);
    byte[] chunk = new byte[Math.min(CHUNK_BYTES, size())];
    for (Tensor tensor : outputs) {
      writeHead(tensor, target);
      switch (tensor) {
        case Tensor.Dense dense -> write(dense.view(), chunk, target);
        case Tensor.Strings strings -> write(strings, target);
      }
    }
  }

  private static void writeHead(Tensor tensor, OutputStream target) throws IOException {
    CodedOutputStream coded = CodedOutputStream.newInstance(target, 16);
    coded.writeUInt32NoTag(
        ModelInferResponse.RAW_OUTPUT_CONTENTS_FIELD_NUMBER << 3 | MessageReader.DELIMITED);
    coded.writeUInt64NoTag(RawTensors.encodedSize(tensor));
    coded.flush();
  }

  private static void write(ByteBuffer data, byte[] chunk, OutputStream target) throws IOException {
    while (data.hasRemaining()) {
      int length = Math.min(chunk.length, data.remaining());
      data.get(chunk, 0, length);
      target.write(chunk, 0, length);
    }
  }

  private static void write(Tensor.Strings strings, OutputStream target) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] element : strings.elements()) {
      target.write(length.putInt(0, element.length).array());
      target.write(element);
    }
  }

  private static InferOutputTensor describe(String name, Tensor tensor) {
    InferOutputTensor.Builder output =
        InferOutputTensor.newBuilder().setName(name).setDatatype(tensor.dataType().name());
    for (long extent : tensor.shape().toArray()) {
      output.addShape(extent);
    }
    return output.build();
  }
}
