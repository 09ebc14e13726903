package io.salver.security;

import io.salver.fault.Fault;

/** Hears of requests that were refused; returns at once, on any thread. */
@FunctionalInterface
public interface SecurityObserver {

  /** Looks away. */
  SecurityObserver NONE = (action, client, why) -> {};

  /**
   * A request was refused.
   *
   * @param client the name of the principal where one is known, else the remote address
   * @param why {@code Unauthenticated}, {@code Forbidden} or {@code RateLimited}
   */
  void refused(Action action, String client, Fault why);
}
