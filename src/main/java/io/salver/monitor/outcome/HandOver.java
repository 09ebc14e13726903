package io.salver.monitor.outcome;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a process that ends leaves what it still waited for, and where others find it. All methods
 * block, and throw {@link io.salver.fault.BackendFailure} when the store fails. Thread-safe.
 */
public interface HandOver {

  /**
   * Leaves parcels to whoever takes them, all or none; the last is the newest. Durable on return.
   */
  void leave(List<Parcel> parcels);

  /**
   * Takes the newest parcel of that kind and subject, if there is one: nobody else gets it. A
   * process that ends before this returns may have left it to others.
   *
   * @param newestForm parcels of newer forms stay for those who can read them
   */
  Optional<Parcel> take(Parcel.Kind kind, String subject, int newestForm);

  /**
   * Removes parcels that nobody wants any more.
   *
   * @return how many those were
   */
  long retain(Instant now);
}
