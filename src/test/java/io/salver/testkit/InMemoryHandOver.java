package io.salver.testkit;

import io.salver.fault.BackendFailure;
import io.salver.monitor.outcome.HandOver;
import io.salver.monitor.outcome.Parcel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parcels in a list, which can be made to fail. Thread-safe by one lock. */
public final class InMemoryHandOver implements HandOver {

  private final List<Parcel> left = new ArrayList<>();
  private boolean fails;

  /** From now on everything fails, or nothing does. */
  public synchronized void fail(boolean failing) {
    fails = failing;
  }

  /** What nobody has taken, the oldest first. */
  public synchronized List<Parcel> parcels() {
    return List.copyOf(left);
  }

  @Override
  public synchronized void leave(List<Parcel> parcels) {
    requireWorking();
    left.addAll(parcels);
  }

  @Override
  public synchronized Optional<Parcel> take(Parcel.Kind kind, String subject, int newestForm) {
    requireWorking();
    for (int place = left.size() - 1; place >= 0; place--) {
      Parcel each = left.get(place);
      if (each.kind() == kind && each.subject().equals(subject) && each.form() <= newestForm) {
        return Optional.of(left.remove(place));
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized long retain(Instant now) {
    requireWorking();
    long before = left.size();
    left.removeIf(each -> each.until().isBefore(now));
    return before - left.size();
  }

  private void requireWorking() {
    if (fails) {
      throw new BackendFailure("the store of the test fails");
    }
  }
}
