package io.salver.backend.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import io.salver.fault.BackendFailure;
import io.salver.model.CudaDevices;
import java.util.Optional;

/**
 * Starts PyTorch, once per process: without network, and with one thread per run, because threads
 * of several pools fight for the cores. System properties that are set already win. Its libraries
 * are unpacked below {@code DJL_CACHE_DIR}, by default {@code ~/.djl.ai}, at the first start.
 */
final class TorchEngine {

  private static final String NAME = "PyTorch";

  private TorchEngine() {}

  /**
   * PyTorch.
   *
   * @throws BackendFailure when it cannot start
   */
  static Engine start() {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("ai.djl.pytorch.num_threads", "1");
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException | LinkageError failure) {
      throw new BackendFailure("PyTorch cannot start: " + failure.getMessage(), failure);
    }
  }

  /** The CUDA devices that {@code engine} can use. */
  static CudaDevices devices(Engine engine) {
    int count = engine.getGpuCount();
    return index ->
        index < count
            ? Optional.empty()
            : Optional.of(
                "this PyTorch sees %d CUDA devices; it takes an NVIDIA driver and a PyTorch that is built for CUDA"
                    .formatted(count));
  }

  /**
   * A manager of native memory on {@code device}, which the caller closes.
   *
   * @throws BackendFailure when the device gives none
   */
  static PtNDManager open(Engine engine, io.salver.model.Device device) {
    Device own =
        device instanceof io.salver.model.Device.Cuda(int index) ? Device.gpu(index) : Device.cpu();
    try {
      return (PtNDManager) engine.newBaseManager(own);
    } catch (EngineException failure) {
      throw new BackendFailure(
          "PyTorch cannot use device " + device.text() + ": " + TorchFailures.summary(failure),
          failure);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
