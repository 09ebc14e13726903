package io.salver.lifecycle;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs events one at a time in the order in which they were added, on the threads that deliver.
 * Events are added under a lock, where order is decided, and delivered outside it, where foreign
 * code may run. Thread-safe.
 */
final class OrderedDelivery {

  private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger claims = new AtomicInteger();

  void add(Runnable event) {
    events.add(event);
  }

  /** Delivers what was added so far, unless another thread is at it, which then does. */
  void deliver() {
    if (claims.getAndIncrement() != 0) {
      return;
    }
    int served = 1;
    do {
      for (Runnable event = events.poll(); event != null; event = events.poll()) {
        event.run();
      }
      served = claims.addAndGet(-served);
    } while (served != 0);
  }
}
