package io.salver.rollout;

final class InMemoryRolloutStoreTest extends RolloutStoreContract<InMemoryRolloutStore> {

  private final InMemoryRolloutStore store = new InMemoryRolloutStore();

  @Override
  protected InMemoryRolloutStore store() {
    return store;
  }
}
