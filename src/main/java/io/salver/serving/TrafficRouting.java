package io.salver.serving;

import java.util.Optional;

/** Divides the requests for models that name no version. Thread-safe; never blocks. */
@FunctionalInterface
public interface TrafficRouting {

  /** Divides nothing. */
  TrafficRouting NONE = (_, _) -> Optional.empty();

  /**
   * The way of one request.
   *
   * @return empty when nobody divides the requests for that model
   * @throws io.salver.fault.InvalidInput when the caller wants an arm that is not there
   */
  Optional<Route> route(String model, Caller caller);
}
