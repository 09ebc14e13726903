package io.salver.api;

import com.google.protobuf.ByteString;
import inference.InferParameter;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import inference.ModelInferResponse;
import io.salver.api.InferenceCase.Form;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says cases in gRPC and reads its answers, by the generated messages. */
public final class GrpcWords {

  private GrpcWords() {}

  /** The case as a message. */
  public static ModelInferRequest request(InferenceCase c, Form form) {
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder()
            .setModelName(c.model())
            .setModelVersion(c.version())
            .setId(c.id());
    for (Map.Entry<String, Object> parameter : c.parameters().entrySet()) {
      request.putParameters(parameter.getKey(), parameter(parameter.getValue()));
    }
    for (String output : c.requested()) {
      InferRequestedOutputTensor.Builder requested =
          InferRequestedOutputTensor.newBuilder().setName(output);
      c.outputParameters()
          .forEach((name, value) -> requested.putParameters(name, parameter(value)));
      request.addOutputs(requested);
    }
    for (Values values : c.inputs()) {
      InferInputTensor.Builder input =
          InferInputTensor.newBuilder()
              .setName(values.name())
              .setDatatype(values.datatype())
              .addAllShape(values.shape());
      if (form == Form.RAW) {
        request.addRawInputContents(ByteString.copyFrom(values.raw()));
      } else {
        input.setContents(contents(values));
      }
      request.addInputs(input);
    }
    return request.build();
  }

  /** The message as an answer. */
  public static Answer answer(ModelInferResponse response) {
    List<Values> outputs = new ArrayList<>();
    for (int index = 0; index < response.getOutputsCount(); index++) {
      ModelInferResponse.InferOutputTensor output = response.getOutputs(index);
      outputs.add(
          Values.ofRaw(
              output.getName(),
              output.getDatatype(),
              output.getShapeList(),
              response.getRawOutputContents(index).asReadOnlyByteBuffer()));
    }
    return new Answer(
        "OK", "", response.getModelName(), response.getModelVersion(), response.getId(), outputs);
  }

  private static InferParameter parameter(Object value) {
    InferParameter.Builder parameter = InferParameter.newBuilder();
    return switch (value) {
      case Boolean flag -> parameter.setBoolParam(flag).build();
      case Long whole -> parameter.setInt64Param(whole).build();
      case Double real -> parameter.setDoubleParam(real).build();
      default -> parameter.setStringParam((String) value).build();
    };
  }

  private static InferTensorContents contents(Values values) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (Object element : values.elements()) {
      switch (values.datatype()) {
        case "BOOL" -> contents.addBoolContents((Boolean) element);
        case "INT8", "INT16", "INT32", "FP16", "BF16" ->
            contents.addIntContents(((Long) element).intValue());
        case "INT64" -> contents.addInt64Contents((Long) element);
        case "UINT8", "UINT16", "UINT32" -> contents.addUintContents(((Long) element).intValue());
        case "UINT64" -> contents.addUint64Contents(new BigInteger(element.toString()).longValue());
        case "FP32" -> contents.addFp32Contents(((Double) element).floatValue());
        case "FP64" -> contents.addFp64Contents((Double) element);
        default ->
            contents.addBytesContents(
                ByteString.copyFrom(((String) element).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return contents.build();
  }
}
