package io.salver.backend.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import io.salver.fault.BackendFailure;

/**
 * Starts PyTorch, once per process: without network, and with one thread per run, because threads
 * of several pools fight for the cores. System properties that are set already win. Its libraries
 * are unpacked below {@code DJL_CACHE_DIR}, by default {@code ~/.djl.ai}, at the first start.
 */
final class TorchEngine {

  private static final String NAME = "PyTorch";

  private TorchEngine() {}

  /**
   * A manager of native memory on {@code device}, which the caller closes.
   *
   * @throws BackendFailure when PyTorch cannot start or does not have the device
   */
  static PtNDManager open(io.salver.model.Device device) {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("ai.djl.pytorch.num_threads", "1");
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    try {
      Engine engine = Engine.getEngine(NAME);
      return (PtNDManager) engine.newBaseManager(choose(engine, device));
    } catch (EngineException | LinkageError failure) {
      throw new BackendFailure("PyTorch cannot start: " + failure.getMessage(), failure);
    }
  }

  private static Device choose(Engine engine, io.salver.model.Device device) {
    int gpus = engine.getGpuCount();
    return switch (device) {
      case io.salver.model.Device.Cpu _ -> Device.cpu();
      case io.salver.model.Device.Auto _ -> gpus > 0 ? Device.gpu(0) : Device.cpu();
      case io.salver.model.Device.Cuda(int index) -> {
        if (index >= gpus) {
          throw new BackendFailure(
              "device cuda:%d is asked for, but PyTorch sees %d CUDA devices"
                  .formatted(index, gpus));
        }
        yield Device.gpu(index);
      }
    };
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
