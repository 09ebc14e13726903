package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import org.junit.jupiter.api.Test;

/** The document and its reader are served by what is shipped. */
final class OpenApiIT {

  @Test
  void the_document_is_served_as_it_was_written() {
    given()
        .port(ProtocolServer.process().httpPort())
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body(containsString("openapi: 3.0.3"))
        .body(containsString("/v2/models/{model}/versions/{version}/infer"))
        .body(containsString("/v1/recommendations"));
  }

  @Test
  void swagger_ui_shows_it() {
    given()
        .port(ProtocolServer.process().httpPort())
        .get("/q/swagger-ui/")
        .then()
        .statusCode(200)
        .body(containsString("/q/openapi"));
  }
}
