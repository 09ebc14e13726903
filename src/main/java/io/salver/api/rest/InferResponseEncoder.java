package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import io.salver.api.InferenceCall;
import io.salver.api.RawTensors;
import io.salver.serving.InferenceResponse;
import io.salver.tensor.Tensor;
import io.salver.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Writes V2 answers: JSON, then the binary outputs in its order. */
final class InferResponseEncoder {

  private static final int HEAD_BYTES = 256;
  private static final int JSON_BYTES_AN_ELEMENT = 12;

  private InferResponseEncoder() {}

  /**
   * The answer in pooled direct memory.
   *
   * @throws io.salver.fault.InvalidInput when an output that was not requested binary has no JSON
   *     form
   */
  static EncodedAnswer encode(InferenceCall call, InferenceResponse response, Tensors outputs) {
    ByteBuf memory = PooledByteBufAllocator.DEFAULT.directBuffer(estimate(call, outputs));
    try {
      List<Tensor> binary = writeJson(call, response, outputs, memory);
      int jsonBytes = memory.readableBytes();
      binary.forEach(tensor -> writeRaw(tensor, memory));
      boolean hasBinary = memory.readableBytes() > jsonBytes;
      return new EncodedAnswer(memory, hasBinary ? OptionalInt.of(jsonBytes) : OptionalInt.empty());
    } catch (IOException e) {
      memory.release();
      throw new UncheckedIOException(e); // memory cannot fail to be written
    } catch (RuntimeException e) {
      memory.release();
      throw e;
    }
  }

  private static List<Tensor> writeJson(
      InferenceCall call, InferenceResponse response, Tensors outputs, ByteBuf memory)
      throws IOException {
    List<Tensor> binary = new ArrayList<>();
    try (OutputStream stream = new ByteBufOutputStream(memory);
        JsonGenerator json = Json.FACTORY.createGenerator(stream)) {
      json.writeStartObject();
      json.writeStringField("model_name", response.model().name());
      json.writeStringField("model_version", Long.toString(response.model().version()));
      if (!call.id().isEmpty()) {
        json.writeStringField("id", call.id());
      }
      json.writeArrayFieldStart("outputs");
      for (String name : outputs.names()) {
        Tensor tensor = outputs.get(name);
        boolean isBinary = call.outputs().isBinary(name, call.binaryOutputs());
        writeOutput(json, name, tensor, isBinary);
        if (isBinary) {
          binary.add(tensor);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return binary;
  }

  private static void writeOutput(JsonGenerator json, String name, Tensor tensor, boolean binary)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("datatype", tensor.dataType().name());
    json.writeArrayFieldStart("shape");
    for (long extent : tensor.shape().toArray()) {
      json.writeNumber(extent);
    }
    json.writeEndArray();
    if (binary) {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", RawTensors.encodedSize(tensor));
      json.writeEndObject();
    } else {
      json.writeArrayFieldStart("data");
      JsonElementWriter.write(json, name, tensor);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeRaw(Tensor tensor, ByteBuf memory) {
    switch (tensor) {
      case Tensor.Dense dense -> memory.writeBytes(dense.view());
      case Tensor.Strings strings -> {
        for (byte[] element : strings.elements()) {
          memory.writeIntLE(element.length).writeBytes(element);
        }
      }
    }
  }

  private static int estimate(InferenceCall call, Tensors outputs) {
    long bytes = HEAD_BYTES;
    for (String name : outputs.names()) {
      Tensor tensor = outputs.get(name);
      bytes += HEAD_BYTES;
      bytes +=
          call.outputs().isBinary(name, call.binaryOutputs())
              ? RawTensors.encodedSize(tensor)
              : tensor.shape().elements() * JSON_BYTES_AN_ELEMENT;
    }
    return Math.toIntExact(Math.min(bytes, Integer.MAX_VALUE / 2));
  }
}
