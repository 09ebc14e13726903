package io.salver.api.rest;

import io.salver.api.rollout.Actor;
import io.vertx.ext.web.RoutingContext;

/** Says who makes a request, for the logs of what happened. Stateless. */
final class Actors {

  private Actors() {}

  /**
   * Who makes the request.
   *
   * @throws io.salver.fault.InvalidInput when the header is no name
   */
  static Actor of(RoutingContext context) {
    return Actor.called(context.request().getHeader(Actor.HEADER));
  }
}
