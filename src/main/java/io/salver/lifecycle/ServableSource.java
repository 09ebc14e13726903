package io.salver.lifecycle;

/**
 * How to make the servable of one version. Called on a loader thread, at most once at a time; on
 * failure it leaves nothing allocated.
 *
 * @param <S> what is served
 */
@FunctionalInterface
public interface ServableSource<S extends AutoCloseable> {

  /**
   * Loads it, blocking.
   *
   * @return the servable, which the manager owns and closes once
   * @throws io.salver.fault.Fault with the reason that the version's state will show
   */
  S load();
}
