package io.salver.serving;

import io.salver.model.Model;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;

/** A model that gives its memory back to the budget once it is closed. Owns both. */
final class BudgetedModel implements Model {

  private final Model model;
  private final MemoryBudget.Reservation memory;

  BudgetedModel(Model model, MemoryBudget.Reservation memory) {
    this.model = model;
    this.memory = memory;
  }

  @Override
  public Signature signature() {
    return model.signature();
  }

  @Override
  public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
    return model.infer(inputs, scope, stop);
  }

  @Override
  public void close() {
    try (memory) {
      model.close();
    }
  }
}
