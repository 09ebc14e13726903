package io.salver.backend.onnx;

import ai.onnxruntime.OrtException;
import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;

/** Turns ONNX Runtime's errors into faults, by their code, never by their text. */
final class OnnxFailures {

  private OnnxFailures() {}

  /** Why an artefact could not be loaded. */
  static BackendFailure atLoad(ModelArtifact artifact, OrtException cause) {
    String file = artifact.file().getFileName().toString();
    String reason =
        switch (cause.getCode()) {
          case ORT_NO_SUCHFILE -> file + " or a file that it refers to is missing";
          case ORT_INVALID_PROTOBUF, ORT_NO_MODEL -> file + " is not an ONNX file, or is cut off";
          case ORT_INVALID_GRAPH -> file + " holds a graph that is not valid";
          case ORT_NOT_IMPLEMENTED -> file + " uses an operator that ONNX Runtime does not have";
          case ORT_EP_FAIL, ORT_ENGINE_ERROR, ORT_DEVICE_RESET -> "the device refused " + file;
          default -> "ONNX Runtime cannot load " + file;
        };
    return new BackendFailure(reason + ": " + text(cause), cause);
  }

  /**
   * Why a run failed. Names, types and given extents were checked before, so that an argument which
   * the runtime still calls invalid is a value, for example an index beyond a table.
   */
  static Fault atRun(ModelId id, OrtException cause) {
    if (cause.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT) {
      return new InvalidInput("model " + id + " cannot take these values: " + text(cause));
    }
    return new BackendFailure("model " + id + " failed: " + text(cause), cause);
  }

  private static String text(OrtException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getCode().toString() : message.strip();
  }
}
