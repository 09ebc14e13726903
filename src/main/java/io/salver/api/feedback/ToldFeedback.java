package io.salver.api.feedback;

import io.salver.monitor.outcome.Feedback;
import java.util.Optional;

/**
 * One label of several that a client tells of: a wrong one does not stop the others. {@code place}
 * is where it stands in the request.
 */
public sealed interface ToldFeedback {

  long place();

  /** One that can be looked up. */
  record Right(long place, Feedback feedback) implements ToldFeedback {}

  /** One that cannot; its id where that could be read. */
  record Wrong(long place, Optional<String> id, String reason) implements ToldFeedback {}
}
