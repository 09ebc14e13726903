package io.salver.serving;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.GoldenCase;
import io.salver.model.GoldenCases;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.StopSignal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Runs a model on its golden inputs before it is ready, so that the first request does not pay for
 * lazy initialisation. Thread-safe.
 */
public final class WarmUp {

  private static final Logger LOG = System.getLogger(WarmUp.class.getName());

  private final GoldenCases cases;
  private final DirectMemoryPool pool;

  public WarmUp(GoldenCases cases, DirectMemoryPool pool) {
    this.cases = cases;
    this.pool = pool;
  }

  /**
   * Runs the model as often as its specification says; without golden cases, not at all.
   *
   * @throws BackendFailure when the model fails on its own golden inputs
   */
  void run(Model model, ModelArtifact artifact) {
    int runs = artifact.spec().warmup();
    if (runs == 0) {
      return;
    }
    try (TensorScope inputs = pool.open()) {
      List<GoldenCase> golden = cases.read(artifact, inputs);
      if (golden.isEmpty()) {
        LOG.log(Level.WARNING, () -> artifact.id() + " has no golden cases to warm up with");
        return;
      }
      for (int i = 0; i < runs; i++) {
        run(model, golden.get(i % golden.size()));
      }
    }
  }

  private void run(Model model, GoldenCase golden) {
    try (TensorScope outputs = pool.open()) {
      model.signature().check(golden.inputs());
      model.infer(golden.inputs(), outputs, StopSignal.never());
    } catch (InvalidInput mismatch) {
      throw new BackendFailure(
          "golden case '" + golden.name() + "' does not fit: " + mismatch.explanation(), mismatch);
    }
  }
}
