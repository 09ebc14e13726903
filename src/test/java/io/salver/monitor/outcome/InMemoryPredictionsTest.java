package io.salver.monitor.outcome;

import io.salver.testkit.InMemoryPredictions;

final class InMemoryPredictionsTest extends PredictionStoreContract<InMemoryPredictions> {

  private final InMemoryPredictions store = new InMemoryPredictions();

  @Override
  protected InMemoryPredictions store() {
    return store;
  }
}
