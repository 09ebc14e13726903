package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.restassured.path.json.JsonPath;
import io.salver.testkit.SalverProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The MovieLens recommender, which the project may not ship: skipped until its recipe has written
 * build/recommenders/movielens.
 */
final class MovieLensIT {

  private static final Path RECOMMENDERS = Path.of("build/recommenders");

  @Test
  void films_are_recommended_to_a_known_user() {
    assumeThat(RECOMMENDERS.resolve("movielens/recommender.yaml")).isRegularFile();
    try (SalverProcess salver =
        SalverProcess.start(Map.of("salver.recommenders.directory", RECOMMENDERS.toString()))) {
      JsonPath answer =
          given()
              .baseUri("http://127.0.0.1:" + salver.httpPort())
              .body(
                  "{\"recommender\": \"movielens\", \"user_id\": 1, \"attributes\": [\"genres\"]}")
              .post("/v1/recommendations")
              .jsonPath();
      assertThat(answer.getList("items.id")).hasSize(10).doesNotHaveDuplicates();
      assertThat(answer.getString("fallback")).isNull();
      assertThat(answer.getList("items.attributes.genres")).doesNotContainNull();
    }
  }
}
