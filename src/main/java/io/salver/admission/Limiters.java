package io.salver.admission;

/** Makes the limiter of each lane. Thread-safe. */
@FunctionalInterface
public interface Limiters {

  /**
   * A limiter for a lane that begins.
   *
   * @param instances requests that are worked on at once
   * @param places most requests that may wait
   * @param time how long its requests keep an instance busy, which goes on learning
   */
  Limiter create(int instances, int places, ServiceTime time);

  /** Lets everything in: the bound of the queue is the only one. */
  static Limiters none() {
    return (instances, places, time) -> Unlimited.LIMITER;
  }
}
