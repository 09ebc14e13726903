package io.salver.monitor.outcome;

import io.salver.testkit.InMemoryHandOver;

final class InMemoryHandOverTest extends HandOverContract {

  private final InMemoryHandOver handOver = new InMemoryHandOver();

  @Override
  protected HandOver handOver() {
    return handOver;
  }
}
