package io.salver.api;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Asks by REST, and holds every exchange against the OpenAPI document. */
public final class RestCatalogueClient implements CatalogueClient {

  private static final String SHOP = "/v1/recommenders/shop";

  private final int port;

  public RestCatalogueClient(int port) {
    this.port = port;
  }

  @Override
  public Reply ask(CatalogueStep step) {
    JsonNode said = step.document();
    String id = step.id();
    return reply(
        switch (step.call()) {
          case PUT_ITEM -> request().body(step.json()).put(SHOP + "/items/" + id);
          case GET_ITEM -> request().get(SHOP + "/items/" + id);
          case DELETE_ITEM -> request().delete(SHOP + "/items/" + id);
          case LIST_ITEMS -> withLimit(said).queryParam("after", id).get(SHOP + "/items");
          case PUT_USER -> request().body(step.json()).put(SHOP + "/users/" + id);
          case GET_USER -> request().get(SHOP + "/users/" + id);
          case DELETE_USER -> request().delete(SHOP + "/users/" + id);
          case RECORD_EVENTS, RECORD_ONE -> request().body(step.json()).post(SHOP + "/events");
          case LIST_EVENTS -> withLimit(said).get(SHOP + "/users/" + id + "/events");
        });
  }

  private RequestSpecification request() {
    return given()
        .filter(new OpenApiContract())
        .baseUri("http://127.0.0.1:" + port)
        .contentType("application/json; charset=UTF-8");
  }

  private RequestSpecification withLimit(JsonNode said) {
    return said.has("limit")
        ? request().queryParam("limit", said.get("limit").asText())
        : request();
  }

  private static Reply reply(Response response) {
    String body = response.asString();
    JsonNode document = CatalogueStep.parse(body.isEmpty() ? "{}" : body);
    String status = Integer.toString(response.statusCode());
    return response.statusCode() < 400
        ? new Reply(status, "", document)
        : new Reply(status, document.path("error").asText("?"), CatalogueStep.parse("{}"));
  }
}
