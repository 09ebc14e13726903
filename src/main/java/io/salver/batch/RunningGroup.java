package io.salver.batch;

import io.salver.fault.DeadlineExceeded;
import io.salver.time.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A run under way and the signal that stops it: raised once it is useless to all whom it serves.
 * Thread-safe.
 */
final class RunningGroup implements AutoCloseable {

  private final List<Work> members;
  private final StopSignal signal = StopSignal.create();
  private final List<StopSignal.Registration> registrations = new ArrayList<>(1);
  private final AtomicInteger waiting;

  RunningGroup(List<Work> members) {
    this.members = members;
    this.waiting = new AtomicInteger(members.size());
    members.forEach(this::listen);
  }

  StopSignal signal() {
    return signal;
  }

  int size() {
    return members.size();
  }

  /** Stops the run if the deadlines of all members have passed. */
  void stopIfLate() {
    for (Work work : members) {
      if (!work.isUseless()) {
        return;
      }
    }
    signal.raise(new DeadlineExceeded("the deadline passed while the model ran"));
  }

  /** Stops listening. */
  @Override
  public void close() {
    registrations.forEach(StopSignal.Registration::close);
  }

  private void listen(Work work) {
    registrations.add(
        work.stop()
            .onRaise(
                () -> {
                  if (waiting.decrementAndGet() == 0) {
                    stopIfLate();
                  }
                }));
  }
}
