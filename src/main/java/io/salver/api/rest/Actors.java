package io.salver.api.rest;

import io.salver.api.rollout.Actor;
import io.salver.security.Caller;
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
    Caller caller = SecurityHandler.caller(context);
    return caller.isKnown()
        ? Actor.called(caller.name())
        : Actor.called(context.request().getHeader(Actor.HEADER));
  }
}
