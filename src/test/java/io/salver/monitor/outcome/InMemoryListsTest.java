package io.salver.monitor.outcome;

import io.salver.testkit.InMemoryLists;

final class InMemoryListsTest extends ListStoreContract {

  private final InMemoryLists store = new InMemoryLists();

  @Override
  protected ListStore store() {
    return store;
  }
}
