package io.salver.api;

import java.util.List;

/**
 * What a protocol answered, in no protocol's words.
 *
 * @param status of HTTP, or the name of the gRPC status
 * @param error the text of a failure; empty for a success
 */
public record Answer(
    String status, String error, String model, String version, String id, List<Values> outputs) {

  /** A failure. */
  public static Answer failure(String status, String error) {
    return new Answer(status, error, "", "", "", List.of());
  }
}
