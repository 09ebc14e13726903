package io.salver.backend.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.Model;
import io.salver.model.ModelId;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.List;

/**
 * A TorchScript module. Thread-safe; owns the module and the manager of its memory. Inputs are read
 * where they lie; outputs are copied once, into the scope.
 *
 * <p>A run cannot be stopped: DJL hands it to libtorch in one native call, and neither has a way to
 * end it from another thread. The stop signal is heeded before the run only.
 */
final class TorchModel implements Model {

  private final ModelId id;
  private final PtNDManager manager;
  private final PtSymbolBlock module;
  private final Signature signature;
  private final boolean batchable;
  private final NativeHandles handles;

  TorchModel(
      ModelId id,
      PtNDManager manager,
      PtSymbolBlock module,
      Signature signature,
      NativeHandles handles) {
    this.id = id;
    this.manager = manager;
    this.module = module;
    this.signature = signature;
    this.batchable = signature.isBatchable();
    this.handles = handles;
    handles.opened(NativeHandles.Kind.SESSION);
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
    stop.check();
    requireOneBatch(inputs);
    JniUtils.setGraphExecutorOptimize(false); // per thread; the optimiser compiles anew per shape
    try (TorchRun run = new TorchRun(manager.newSubManager(manager.getDevice()), handles)) {
      for (TensorSpec input : signature.inputs()) {
        run.feed(inputs.dense(input.name()), scope);
      }
      List<PtNDArray> outputs = run.forward(module);
      return new OutputReader(id, signature.outputs()).read(outputs, scope);
    } catch (EngineException | IllegalArgumentException | UnsupportedOperationException failure) {
      throw new BackendFailure(
          "model " + id + " failed: " + TorchFailures.summary(failure), failure);
    }
  }

  @Override
  public void close() {
    try {
      module.close();
      manager.close();
    } finally {
      handles.closed(NativeHandles.Kind.SESSION);
    }
  }

  private void requireOneBatch(Tensors inputs) {
    if (!batchable) {
      return;
    }
    String first = signature.inputs().getFirst().name();
    long rows = inputs.get(first).shape().extent(0);
    for (TensorSpec input : signature.inputs()) {
      long extent = inputs.get(input.name()).shape().extent(0);
      if (extent != rows) {
        throw new InvalidInput(
            "input '%s' has extent %d at axis 0, other inputs have %d there"
                .formatted(input.name(), extent, rows));
      }
    }
  }
}
