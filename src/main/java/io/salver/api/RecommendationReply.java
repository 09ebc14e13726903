package io.salver.api;

import io.salver.fault.Fault;
import io.salver.recommend.Recommendation;

/**
 * How one protocol answers one recommendation request. Exactly one of {@link #succeed} and {@link
 * #fail} ends the request; both may be called on any thread.
 */
public interface RecommendationReply {

  /** {@code rest} or {@code grpc}. */
  String protocol();

  /** {@code recommend} or {@code similar}. */
  String method();

  /** Encodes and sends the answer, and says which status that is. */
  String succeed(Recommendation recommendation);

  /** Sends a failure, unless the client is gone, and says which status that is; never throws. */
  String fail(Fault fault);
}
