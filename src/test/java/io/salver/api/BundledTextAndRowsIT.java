package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.salver.testkit.SalverProcess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped models of texts and rows, asked over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BundledTextAndRowsIT {

  private final SalverProcess salver = SalverProcess.shared();

  @Test
  void reviews_are_told_apart() {
    JsonPath told =
        post(
            "/v1/text/classify",
            "{'model': 'sst2', 'input': ['a wonderful , moving film', 'a dull , lifeless mess']}");
    assertThat(told.getString("results[0].classes[0].label"))
        .isNotEqualTo(told.getString("results[1].classes[0].label"));
  }

  @Test
  void an_intent_is_known_and_nonsense_is_not() {
    JsonPath told =
        post(
            "/v1/text/classify",
            "{'model': 'clinc', 'input': ['what is my account balance', 'how do otters sleep']}");
    assertThat(told.getBoolean("results[0].out_of_scope")).isFalse();
    assertThat(told.getString("results[0].classes[0].label")).contains("balance");
    assertThat(told.getString("results[0].scope.measure")).isEqualTo("energy");
  }

  @Test
  void slots_stand_where_they_were_said() {
    String text = "book a table in Paris for four people tomorrow";
    JsonPath told = post("/v1/text/tag", "{'model': 'snips', 'input': '" + text + "'}");
    assertThat(told.getString("results[0].classes[0].label")).isNotEmpty();
    assertThat(told.getList("results[0].entities")).isNotEmpty();
    int start = told.getInt("results[0].entities[0].start");
    int end = told.getInt("results[0].entities[0].end");
    assertThat(text.substring(start, end)).isEqualTo(told.getString("results[0].entities[0].text"));
  }

  @Test
  void sentences_become_unit_vectors_and_like_ones_are_near() {
    JsonPath told =
        post(
            "/v1/embeddings",
            "{'model': 'sentences', 'input': ['the food was great', 'the meal was great',"
                + " 'my phone does not work']}");
    List<Float> first = told.getList("data[0].embedding", Float.class);
    assertThat(cosine(first, first)).isCloseTo(1, within(1e-3));
    assertThat(cosine(first, told.getList("data[1].embedding", Float.class)))
        .isGreaterThan(cosine(first, told.getList("data[2].embedding", Float.class)));
    assertThat(told.getInt("usage.prompt_tokens")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adult", "adult-mlp", "adult-tabnet", "adult-xgboost"})
  void incomes_are_told_apart(String model) {
    JsonPath told =
        post(
            "/v1/tabular/predict",
            "{'model': '"
                + model
                + "', 'rows': [{'age': 50, 'education': 'Doctorate', 'education-num': 16,"
                + " 'marital-status': 'Married-civ-spouse', 'capital-gain': 15024,"
                + " 'hours-per-week': 60}, {'age': 18, 'education': '11th', 'education-num': 7,"
                + " 'marital-status': 'Never-married', 'relationship': 'Own-child',"
                + " 'occupation': 'Other-service', 'capital-gain': 0, 'capital-loss': 0,"
                + " 'hours-per-week': 20}]}");
    assertThat(told.getString("results[0].classes[0].label")).isEqualTo("more than 50K");
    assertThat(told.getString("results[1].classes[0].label")).isEqualTo("at most 50K");
  }

  @Test
  void a_house_has_a_distribution_and_an_explanation() {
    JsonPath told =
        post(
            "/v1/tabular/predict",
            "{'model': 'california-mdn', 'row': {'longitude': -122.2, 'latitude': 37.9,"
                + " 'median_income': 8.3}, 'explain': {'method': 'shapley', 'budget': 200}}");
    assertThat(told.getDouble("results[0].interval.low"))
        .isLessThan(told.getDouble("results[0].interval.high"));
    assertThat(told.getList("results[0].components")).isNotEmpty();
    double sum =
        told.getList("results[0].explanation.attributions.value", Double.class).stream()
            .mapToDouble(Double::doubleValue)
            .sum();
    double explained =
        told.getDouble("results[0].explanation.explained")
            - told.getDouble("results[0].explanation.baseline");
    assertThat(sum).isCloseTo(explained, within(1e-3 + Math.abs(explained) * 0.05));
  }

  private JsonPath post(String path, String body) {
    Response response =
        given()
            .filter(new OpenApiContract())
            .baseUri("http://127.0.0.1:" + salver.httpPort())
            .contentType("application/json")
            .body(body.replace('\'', '"'))
            .post(path);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath();
  }

  private static double cosine(List<Float> first, List<Float> second) {
    double sum = 0;
    for (int at = 0; at < first.size(); at++) {
      sum += (double) first.get(at) * second.get(at);
    }
    return sum;
  }
}
