package io.salver.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The bundled shop changes while it serves, over restarts and sudden ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LivingShopIT {

  private static final long NEW = 9_000_000;

  private final Map<String, String> settings;
  private SalverProcess salver;

  LivingShopIT(@TempDir Path data) {
    this.settings =
        Map.of(
            "salver.models.control",
            "explicit",
            "salver.models.load",
            "shop-user-tower,shop-item-tower,shop-ranker",
            "salver.store.directory",
            data.toString(),
            "salver.recommenders.snapshots",
            data.resolve("snapshots").toString());
    this.salver = SalverProcess.start(settings);
  }

  @AfterAll
  void stop() {
    salver.close();
  }

  @Test
  void a_click_changes_the_next_answer() {
    int before = historyOf(501);
    click("click-501", 501, 4000);
    assertThat(historyOf(501)).isEqualTo(before + 1);
    click("click-501", 501, 4000);
    assertThat(historyOf(501)).isEqualTo(before + 1);
    assertThat(recommended(501)).doesNotContain(4000L);
  }

  @Test
  void an_item_with_nothing_but_a_picture_and_a_description_is_found_until_it_is_removed() {
    JsonPath twin = request().get("/v1/recommenders/shop/items/4000").jsonPath();
    put(
        NEW,
        Map.of(
            "attributes",
            Map.of("description", twin.getString("attributes.description")),
            "image",
            twin.getString("image")));
    until(() -> similarTo(4000).contains(NEW));
    request().delete("/v1/recommenders/shop/items/" + NEW).then().statusCode(204);
    assertThat(similarTo(4000)).isNotEmpty().doesNotContain(NEW);
  }

  @Test
  void what_was_acknowledged_is_there_after_a_sudden_end() throws IOException {
    List<Long> acknowledged = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      put(NEW + i, Map.of("attributes", Map.of("title", "Item " + i, "price", i)));
      click("kill-" + i, 502, NEW + i);
      acknowledged.add(NEW + i);
    }
    salver.kill();
    salver = SalverProcess.start(settings);
    for (long id : acknowledged) {
      JsonPath item = request().get("/v1/recommenders/shop/items/" + id).jsonPath();
      assertThat(item.getString("attributes.title")).isEqualTo("Item " + (id - NEW));
    }
    List<Long> clicked =
        request()
            .queryParam("limit", 1000)
            .get("/v1/recommenders/shop/users/502/events")
            .jsonPath()
            .getList("events.item_id", Long.class);
    assertThat(clicked).containsAll(acknowledged);
    until(() -> similarTo(NEW + 7).size() == 10);
    assertThat(historyOf(502)).isEqualTo(50); // what the models read of 200
  }

  private List<Long> similarTo(long item) {
    return request()
        .body(Map.of("item_id", item, "k", 10))
        .post("/v1/recommendations/similar")
        .jsonPath()
        .getList("items.id", Long.class);
  }

  private List<Long> recommended(long user) {
    return recommend(user).getList("items.id", Long.class);
  }

  /** How long a history the service finds for a user. */
  private int historyOf(long user) {
    return recommend(user).getInt("stages[0].in");
  }

  private JsonPath recommend(long user) {
    var answer = request().body(Map.of("user_id", user, "k", 20)).post("/v1/recommendations");
    answer.then().statusCode(200);
    return answer.jsonPath();
  }

  private void put(long id, Map<String, ?> item) {
    request().body(item).put("/v1/recommenders/shop/items/" + id).then().statusCode(200);
  }

  private void click(String id, long user, long item) {
    request()
        .body(Map.of("id", id, "type", "click", "user_id", user, "item_id", item))
        .post("/v1/recommenders/shop/events")
        .then()
        .statusCode(200);
  }

  private RequestSpecification request() {
    return given().baseUri("http://127.0.0.1:" + salver.httpPort()).contentType(ContentType.JSON);
  }

  private static void until(BooleanSupplier done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
