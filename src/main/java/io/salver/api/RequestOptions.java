package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.serving.InferenceRequest;
import io.salver.time.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * What the reserved parameters of a request ask for.
 *
 * @param timeout the longest time from arrival to answer; absent: as the model says
 * @param priority from {@value InferenceRequest#MOST_URGENT}, which goes first, to {@value
 *     InferenceRequest#LEAST_URGENT}
 * @param binaryOutputs whether outputs that the request does not list come back binary (REST only)
 */
public record RequestOptions(Optional<Duration> timeout, int priority, boolean binaryOutputs) {

  /** Nothing asked for. */
  public static final RequestOptions DEFAULT =
      new RequestOptions(Optional.empty(), InferenceRequest.ORDINARY, false);

  /** Reads and checks them. A timeout or priority of 0 stands for none. */
  public static RequestOptions of(Parameters parameters) {
    parameters.refuse("sequence_id");
    parameters.refuse("sequence_start");
    parameters.refuse("sequence_end");
    Optional<Duration> timeout =
        parameters
            .count("timeout")
            .filter(micros -> micros > 0)
            .map(micros -> Duration.ofMillis(micros / 1000).plusNanos(micros % 1000 * 1000));
    int priority =
        parameters
            .count("priority")
            .filter(given -> given > 0)
            .map(RequestOptions::priority)
            .orElse(InferenceRequest.ORDINARY);
    return new RequestOptions(
        timeout, priority, parameters.flag("binary_data_output").orElse(false));
  }

  /**
   * The earlier of {@code outer} and the timeout, counted from the arrival that {@code timer} saw.
   */
  public Deadline deadline(Deadline outer, RequestTimer timer) {
    return timeout.map(budget -> outer.atMost(timer.deadline(budget))).orElse(outer);
  }

  private static int priority(long given) {
    if (given > InferenceRequest.LEAST_URGENT) {
      throw new InvalidInput(
          "parameter 'priority' must be from "
              + InferenceRequest.MOST_URGENT
              + ", which goes first, to "
              + InferenceRequest.LEAST_URGENT
              + ", or 0 for an ordinary one; got "
              + given);
    }
    return (int) given;
  }
}
