package io.salver.serving;

/** Keeps versions for requests that run them more than once. Thread-safe. */
@FunctionalInterface
public interface VersionPins {

  /**
   * Keeps the version asked for, or the highest ready one, loaded until the pin is closed.
   *
   * @param holder who keeps it, for the report of a drain that does not finish
   * @throws io.salver.fault.NotFound when there is no such model or version, or none is ready
   * @throws io.salver.fault.NotReady when the version asked for is not ready
   * @throws io.salver.fault.Overloaded when the service is shutting down
   */
  PinnedVersion pin(ModelReference model, String holder);
}
