package io.salver.api;

import com.fasterxml.jackson.databind.JsonNode;

/** Asks for typed tasks by one protocol. */
public interface TaskClient {

  Reply ask(TaskStep step);

  /**
   * What came.
   *
   * @param status of HTTP, or the name of the gRPC status
   * @param error the text of a failure; empty for a success
   * @param document the answer as REST writes it; an empty object where it is no JSON
   */
  record Reply(String status, String error, JsonNode document) {

    boolean isSuccess() {
      return error.isEmpty();
    }
  }
}
