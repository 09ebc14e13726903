package io.salver.api;

import com.fasterxml.jackson.databind.JsonNode;

/** Asks about catalogues by one protocol. */
public interface CatalogueClient {

  Reply ask(CatalogueStep step);

  /**
   * What came.
   *
   * @param status of HTTP, or the name of the gRPC status
   * @param error the text of a failure; empty for a success
   * @param document the answer as REST writes it; an empty object for a failure
   */
  record Reply(String status, String error, JsonNode document) {

    boolean isSuccess() {
      return error.isEmpty();
    }
  }
}
