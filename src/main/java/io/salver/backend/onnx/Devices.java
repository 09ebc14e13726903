package io.salver.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.salver.fault.BackendFailure;
import io.salver.model.Device;

/** Chooses the execution provider of a session. */
final class Devices {

  private Devices() {}

  /**
   * Lets the session run where {@code device} says.
   *
   * @throws BackendFailure when it asks for CUDA and this build of ONNX Runtime has none
   */
  static void select(SessionOptions options, Device device) throws OrtException {
    boolean cuda = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    switch (device) {
      case Device.Cpu _ -> {}
      case Device.Auto _ -> {
        if (cuda) {
          options.addCUDA(0);
        }
      }
      case Device.Cuda(int index) -> {
        if (!cuda) {
          throw new BackendFailure(
              "device cuda:%d is asked for, but this ONNX Runtime is built for the CPU only; it needs onnxruntime_gpu in place of onnxruntime"
                  .formatted(index));
        }
        options.addCUDA(index);
      }
    }
  }
}
