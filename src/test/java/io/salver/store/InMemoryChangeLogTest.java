package io.salver.store;

import io.salver.testkit.InMemoryChangeLog;

final class InMemoryChangeLogTest extends CatalogueStoreContract<InMemoryChangeLog> {

  private final InMemoryChangeLog store = new InMemoryChangeLog();

  @Override
  protected InMemoryChangeLog store() {
    return store;
  }
}
