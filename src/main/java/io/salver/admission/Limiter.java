package io.salver.admission;

import java.util.Optional;

/** Lets requests of one lane in, or sheds them. Thread-safe; never blocks. */
public interface Limiter {

  /** A place for one request; absent when as many are under way as may be. */
  Optional<Permit> tryAcquire();

  /** Most requests that may be under way now. */
  int limit();
}
