package io.salver.serving;

import io.salver.batch.Joiner;
import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.GoldenCase;
import io.salver.model.GoldenCases;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelSpec;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * Runs a model on its golden inputs before it is ready: the first request shall not pay for lazy
 * initialisation, and a model that does not answer what its recipe computed shall not serve. Where
 * requests are joined, it is also seen that joined rows are answered as single ones. Thread-safe.
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
   * Runs the model on every case, and as often as its specification says; without golden cases, or
   * where that says 0, not at all.
   *
   * @throws BackendFailure when the model fails on its own golden inputs, or answers otherwise
   */
  void run(Model model, ModelArtifact artifact) {
    int runs = artifact.spec().warmup();
    if (runs == 0) {
      return;
    }
    try (TensorScope inputs = pool.open()) {
      List<GoldenCase> golden = cases.read(artifact, inputs);
      if (golden.isEmpty()) {
        if (runs != ModelSpec.DEFAULT.warmup()) {
          LOG.log(Level.WARNING, () -> artifact.id() + " has no golden cases to warm up with");
        }
        return;
      }
      for (int i = 0; i < Math.max(runs, golden.size()); i++) {
        check(model, golden.get(i % golden.size()));
      }
      if (artifact.spec().batching().join() != ModelSpec.Join.NEVER) {
        checkJoined(model, artifact.spec().batching().maxRows(), golden);
      }
    }
  }

  private void check(Model model, GoldenCase golden) {
    try (TensorScope outputs = pool.open()) {
      model.signature().check(golden.inputs());
      Tensors answer = model.infer(golden.inputs(), outputs, StopSignal.never());
      Optional<String> difference =
          new GoldenComparison(golden.tolerance()).difference(golden.outputs(), answer);
      if (difference.isPresent()) {
        throw new BackendFailure("golden case '" + golden.name() + "': " + difference.get());
      }
    } catch (InvalidInput mismatch) {
      throw new BackendFailure(
          "golden case '" + golden.name() + "' does not fit: " + mismatch.explanation(), mismatch);
    }
  }

  /** Joins the first case with another that fits it, or with itself. */
  private void checkJoined(Model model, int maxRows, List<GoldenCase> golden) {
    Joiner joiner = new Joiner(model.signature());
    GoldenCase first = golden.getFirst();
    if (!joiner.isJoinable(first.inputs())) {
      return;
    }
    GoldenCase second =
        golden.stream()
            .skip(1)
            .filter(other -> joiner.isJoinable(other.inputs()))
            .filter(other -> joiner.fit(first.inputs(), other.inputs()))
            .findFirst()
            .orElse(first);
    if (joiner.rows(first.inputs()) + joiner.rows(second.inputs()) <= maxRows) {
      checkJoined(model, joiner, first, second);
    }
  }

  private void checkJoined(Model model, Joiner joiner, GoldenCase first, GoldenCase second) {
    try (TensorScope scope = pool.open()) {
      List<Tensors> parts = runJoined(model, joiner, List.of(first, second), scope);
      requireAlike(first, parts.getFirst());
      requireAlike(second, parts.getLast());
    }
  }

  private static List<Tensors> runJoined(
      Model model, Joiner joiner, List<GoldenCase> golden, TensorScope scope) {
    List<Tensors> inputs = golden.stream().map(GoldenCase::inputs).toList();
    long[] rows = inputs.stream().mapToLong(joiner::rows).toArray();
    try {
      Tensors outputs = model.infer(joiner.join(inputs, scope), scope, StopSignal.never());
      return joiner.split(outputs, rows);
    } catch (InvalidInput | BackendFailure failure) {
      throw noBatchAxis(failure.explanation());
    }
  }

  private static void requireAlike(GoldenCase golden, Tensors part) {
    new GoldenComparison(golden.tolerance())
        .difference(golden.outputs(), part)
        .ifPresent(
            difference -> {
              throw noBatchAxis(
                  "joined with another, golden case '" + golden.name() + "' has " + difference);
            });
  }

  private static BackendFailure noBatchAxis(String evidence) {
    return new BackendFailure(
        "axis 0 is not a batch axis (" + evidence + "); set batching.join: never");
  }
}
