package io.salver.api.grpc;

import com.google.protobuf.CodedOutputStream;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import io.salver.api.InferenceCall;
import io.salver.api.RawTensors;
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
 * A {@code ModelInferResponse} whose outputs still lie in the memory of the request's scope, so
 * that their bytes are copied once, into Netty's buffers.
 */
final class ModelInferAnswer {

  private static final int CHUNK_BYTES = 8192;

  private final byte[] head;
  private final List<Tensor> outputs;

  private ModelInferAnswer(byte[] head, List<Tensor> outputs) {
    this.head = head;
    this.outputs = outputs;
  }

  static ModelInferAnswer of(InferenceCall call, InferenceResponse response, Tensors tensors) {
    ModelInferResponse.Builder head =
        ModelInferResponse.newBuilder()
            .setModelName(response.model().name())
            .setModelVersion(Long.toString(response.model().version()))
            .setId(call.id());
    List<Tensor> outputs = new ArrayList<>(tensors.size());
    tensors.forEach(
        (name, tensor) -> {
          head.addOutputs(describe(name, tensor));
          outputs.add(tensor);
        });
    return new ModelInferAnswer(head.build().toByteArray(), outputs);
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
