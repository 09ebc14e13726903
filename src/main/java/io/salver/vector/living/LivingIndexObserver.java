package io.salver.vector.living;

import java.time.Duration;

/** Hears of merges, on the thread that ran them. It must be quick and must not throw. */
public interface LivingIndexObserver {

  /** One that does not listen. */
  LivingIndexObserver NONE =
      new LivingIndexObserver() {
        @Override
        public void merged(Merged merged) {}

        @Override
        public void mergeFailed(Throwable reason, Duration pause) {}
      };

  /**
   * A main index went into service.
   *
   * @param kind of it
   * @param vectors in it
   * @param changes that were merged into it
   * @param trained whether it was trained and built anew, or grown from the one before
   * @param took how long that was
   */
  record Merged(String kind, long vectors, int changes, boolean trained, Duration took) {}

  void merged(Merged merged);

  /** A merge failed; the index serves on as it was. It is tried again after {@code pause}. */
  void mergeFailed(Throwable reason, Duration pause);
}
