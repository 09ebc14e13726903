package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import io.salver.api.CatalogueCases;
import io.salver.api.CatalogueCases.Expected;
import io.salver.api.CatalogueClient;
import io.salver.api.CatalogueContract;
import io.salver.api.FakeCatalogue;
import io.salver.api.OpenApiContract;
import io.salver.api.RestCatalogueClient;
import io.salver.fault.Overloaded;
import io.salver.testkit.Eventually;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table over REST, and what only REST can say. */
final class CatalogueRoutesTest extends CatalogueContract {

  private static final String SHOP = "/v1/recommenders/shop";

  private final FakeCatalogue catalogue = new FakeCatalogue();
  private final CatalogueServer server = new CatalogueServer(catalogue);
  private final CatalogueClient client = new RestCatalogueClient(server.port());

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  protected CatalogueClient client() {
    return client;
  }

  @Override
  protected String status(Expected.Refusal refusal) {
    return Integer.toString(refusal.http());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "items/5 | {\"atributes\": {}} | did you mean 'attributes'",
        "items/5 | [] | the body expects an object",
        "items/5 | {\"id\": 6} | id expects 5 as in the path, received 6",
        "items/5 | {\"id\": \"5\"} | id expects a whole number",
        "items/5 | {\"attributes\": []} | attributes expects an object",
        "items/5 | {\"attributes\": {\"title\": true}} | attributes.title expects a text, a number",
        "items/5 | {\"attributes\": {\"title\": \"\\ud800\"}} | half a surrogate pair",
        "items/5 | {\"image\": 5} | image expects a PNG or JPEG file in Base64",
        "items/5 | {\"image\": \"!\"} | image expects a PNG or JPEG file in Base64",
        "items/5 | {\"image\": \"A\", \"image\": \"B\"} | not well-formed JSON",
        "items/5 | {} {} | not well-formed JSON",
        "items/five | {} | id expects a whole number",
        "items/9223372036854775808 | {} | 63 bits",
        "items/5 | {\"delete\": true} | unknown field 'delete'",
        "users/5 | {\"history\": \"1\"} | history expects a list",
        "users/5 | {\"feature\": {}} | did you mean 'features'",
      })
  void a_wrong_body_is_refused_with_its_reason(String path, String body, String text) {
    request()
        .body(body)
        .put(SHOP + "/" + path)
        .then()
        .statusCode(400)
        .body("error", containsString(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | an event or a list of events",
        "'' | the body is empty",
        "' ' | the body is empty",
        "{\"id\": 5} | id expects a text",
        "{\"usr_id\": 5} | did you mean 'user_id'",
        "{\"id\": \"e\", \"at\": 5} | at expects a text",
        "{\"id\": \"e\", \"value\": 1e999} | value expects a number",
      })
  void a_wrong_event_is_refused_with_its_reason(String body, String text) {
    request()
        .body(body)
        .post(SHOP + "/events")
        .then()
        .statusCode(400)
        .body("error", containsString(text));
  }

  @Test
  void what_is_no_event_in_a_list_is_told_and_the_others_are_kept() {
    request()
        .body(
            "[5, {\"id\": \"list-1\", \"type\": \"click\", \"user_id\": 1, \"item_id\": 2}, {\"id\": 7}]")
        .post(SHOP + "/events")
        .then()
        .statusCode(200)
        .body("written", equalTo(1))
        .body("refused", equalTo(2))
        .body("events[0].id", equalTo(null))
        .body("events[0].error", containsString("an event expects an object"))
        .body("events[1].outcome", equalTo("written"))
        .body("events[2].error", containsString("id expects a text"));
  }

  @Test
  void more_events_than_a_list_takes_are_refused() {
    request()
        .body("[0" + ",0".repeat(1000) + "]")
        .post(SHOP + "/events")
        .then()
        .statusCode(400)
        .body("error", containsString("at most 1000 events, received 1001"));
  }

  @Test
  void one_event_that_is_right_is_answered_alone() {
    request()
        .body("{\"id\": \"one\", \"type\": \"click\", \"user_id\": 1, \"item_id\": 2}")
        .post(SHOP + "/events")
        .then()
        .statusCode(200)
        .body("id", equalTo("one"))
        .body("outcome", equalTo("written"));
  }

  @Test
  void a_picture_comes_back_as_it_was() {
    byte[] png = Base64.getDecoder().decode(CatalogueCases.PNG);
    request().body("{\"image\": \"" + CatalogueCases.PNG + "\"}").put(SHOP + "/items/77");

    byte[] answer =
        given()
            .port(server.port())
            .get(SHOP + "/items/77/image")
            .then()
            .statusCode(200)
            .contentType("image/png")
            .extract()
            .asByteArray();

    assertThat(answer).isEqualTo(png);
  }

  @Test
  void an_item_without_a_picture_has_none_to_show() {
    request().body("{}").put(SHOP + "/items/78").then().statusCode(200);
    request()
        .get(SHOP + "/items/78/image")
        .then()
        .statusCode(404)
        .body("error", containsString("item 78 has no image"));
  }

  @Test
  void a_picture_over_the_limit_is_refused() {
    byte[] large = new byte[(1 << 20) + 1];
    System.arraycopy(Base64.getDecoder().decode(CatalogueCases.PNG), 0, large, 0, 60);
    request()
        .body("{\"image\": \"" + Base64.getEncoder().encodeToString(large) + "\"}")
        .put(SHOP + "/items/79")
        .then()
        .statusCode(413)
        .body("error", containsString("at most 1048576 bytes, received 1048577"));
  }

  @Test
  void a_body_over_the_limit_is_refused() {
    request()
        .body("{\"image\": \"" + "A".repeat(2 << 20) + "\"}")
        .put(SHOP + "/items/79")
        .then()
        .statusCode(413)
        .body("error", containsString("2097152 bytes"));
  }

  @ParameterizedTest
  @CsvSource({
    "items?limt=5, did you mean 'limit'",
    "items?limit=five, limit expects a whole number",
    "items?limit=1&limit=2, given twice",
    "users/5/events?after=1, unknown query parameter 'after'"
  })
  void a_wrong_query_is_refused(String path, String text) {
    given()
        .port(server.port())
        .get(SHOP + "/" + path)
        .then()
        .statusCode(400)
        .body("error", containsString(text));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /items/5, 'GET, PUT, DELETE'",
    "PUT, /items, 'GET, POST'",
    "DELETE, /items/5/image, GET",
    "PATCH, /users/5, 'GET, PUT, DELETE'",
    "GET, /users, POST",
    "GET, /events, POST",
    "POST, /users/5/events, GET"
  })
  void other_methods_are_refused(String method, String path, String allowed) {
    request()
        .request(method, SHOP + path)
        .then()
        .statusCode(405)
        .header("Allow", allowed)
        .body("error", containsString(method));
  }

  @ParameterizedTest
  @CsvSource({"GET, items/5", "PUT, items/5", "DELETE, users/5", "GET, items", "POST, events"})
  void an_unknown_recommender_is_told_with_the_nearest(String method, String path) {
    request()
        .body(
            path.equals("events")
                ? "{\"id\": \"x\", \"type\": \"click\", \"user_id\": 1, \"item_id\": 2}"
                : "{}")
        .request(method, "/v1/recommenders/shopp/" + path)
        .then()
        .statusCode(404)
        .body("error", containsString("did you mean 'shop'"));
  }

  @Test
  void an_overloaded_catalogue_says_when_to_come_again() {
    catalogue.failNext(
        new Overloaded(Overloaded.Reason.QUEUE_FULL, Duration.ofMillis(1500), "too many wait"));
    request()
        .body("{}")
        .put(SHOP + "/items/80")
        .then()
        .statusCode(503)
        .header("Retry-After", "2")
        .body("error", equalTo("too many wait"));
  }

  @Test
  void every_request_is_told_of_once() {
    try (CatalogueServer own = new CatalogueServer(new FakeCatalogue())) {
      given().port(own.port()).body("{}").put(SHOP + "/items/81").then().statusCode(200);
      given().port(own.port()).get(SHOP + "/items/82").then().statusCode(404);

      Eventually.holds(
          () ->
              assertThat(own.records())
                  .extracting(
                      record -> record.method() + " " + record.code() + " " + record.protocol())
                  .containsExactly("put_item 200 rest", "get_item 404 rest"));
      assertThat(own.records()).allMatch(record -> record.model().orElseThrow().equals("shop"));
    }
  }

  private RequestSpecification request() {
    return given().filter(new OpenApiContract()).baseUri("http://127.0.0.1:" + server.port());
  }
}
