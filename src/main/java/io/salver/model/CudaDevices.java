package io.salver.model;

import java.util.Optional;

/** Tells which CUDA devices a backend can use: the port of the backends' probes. Thread-safe. */
@FunctionalInterface
public interface CudaDevices {

  /**
   * Why the backend cannot use that device, counted from 0: what there is, and what it takes; empty
   * when it can.
   */
  Optional<String> problem(int index);
}
