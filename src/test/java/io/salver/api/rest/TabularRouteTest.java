package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.api.OpenApiContract;
import io.salver.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What REST adds to the table for rows: their forms, files, what is accepted, and schemas. */
final class TabularRouteTest {

  private static final String ARROW = "application/vnd.apache.arrow.stream";

  private final TaskServer server = new TaskServer();

  @AfterEach
  void nothing_stays_leased() {
    server.close();
    Eventually.holds(() -> assertThat(server.pool().leasedBytes()).isZero());
  }

  @Test
  void one_row_and_columns_are_rows() {
    assertThat(predict("{'row': {'a': 1, 'b': 'x'}}").jsonPath().getList("results.label"))
        .containsExactly("a=whole 1 b=text x");
    assertThat(
            predict("{'columns': {'a': [1, null, 2.5], 'b': ['x', 'y', false]}}")
                .jsonPath()
                .getList("results.label"))
        .containsExactly("a=whole 1 b=text x", "b=text y", "a=real 2.5 b=flag false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'row': {'a': 1e400}} | a=real Infinity",
        "{'row': {'a': NaN}} | a=real NaN",
        "{'row': {'a': -0.0}} | a=real -0.0",
        "{'row': {'a': 0.1}} | a=real 0.1",
        "{'row': {'a': 123456789012345678901234567890}} | a=real 1.2345678901234568E29",
        "{'row': {'a': 9223372036854775807}} | a=whole 9223372036854775807",
        "{'row': {'a': {'b': [1]}, 'c': [[2]]}} | a=other an object c=other a list",
        "{'row': {'a': 1, 'a': 2}} | a=other two values",
        "{'row': {'a': null, 'a': 2}} | a=other two values",
        "{'columns': {'a': [1], 'a': [2]}} | a=other two values",
        "{'row': {'a': '\\ud800'}} | a=other a text with half of a surrogate pair",
        "{'row': {'': 5}} | =whole 5",
      })
  void a_cell_is_what_it_says(String body, String label) {
    Response response = predict(body);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.jsonPath().getString("results[0].label")).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'rows': []} | rows expects at least one row, received none",
        "{'columns': {}} | columns expects at least one row, received none",
        "{'columns': {'a': []}} | columns expects at least one row, received none",
        "{'columns': {'a': [1, 2], 'b': [1]}} | columns.b has 1 cells, columns.a has 2",
        "{'columns': {'a': [1], 'b': [1, 2]}} | columns.b has 2 cells, columns.a has 1",
        "{'columns': {'a': 5}} | columns.a must be a list, got 5",
        "{'columns': [1]} | columns must be an object of lists, got an array",
        "{'rows': {'a': 1}} | rows must be a list of objects, got an object",
        "{'rows': [{'a': 1}, 5]} | rows[1] expects an object of cells by the names of features",
        "{'row': 'x'} | row expects an object of cells",
        "{'rows': [{'a': 1}], 'row': {'a': 1}} | a file is expected, received rows and row",
        "{'rows': null} | one of rows, row, columns and a file is expected, received none",
        "{'rows': [{'a': 1}], 'partiel': true} | unknown parameter 'partiel'; did you mean",
        "{'rows': [{'a': 1}], 'explain': [1]} | explain expects a text, received 1",
        "{'rows': [{'a': 1}], 'explain': {'budgt': 1}} | unknown parameter 'explain.budgt'",
        "{'rows': [{'a': 1}], 'explain': 'magic'} | explain.method expects one of shapley",
        "{'rows': [{'a': 1}, {'a': ]} | malformed JSON near byte",
        "{'rows': [{'a': 1} | malformed JSON",
        "{'rows': [{'\\ud800': 1}]} | Illegal surrogate character 0xd800",
        "{'file': 'YQ', 'row': {'a': 1}} | a file is expected, received row and file",
      })
  void what_is_no_rows_is_told(String body, String message) {
    Response response = predict(body);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error")).contains(message);
  }

  @Test
  void files_are_known_by_their_first_byte_however_they_come() {
    byte[] csv = "a,b\n1,2".getBytes(StandardCharsets.UTF_8);
    byte[] arrow = {-1, 'x'};
    assertThat(post("text/csv", csv).jsonPath().getList("results.label"))
        .containsExactly("line=text text/csv a,b", "line=text text/csv 1,2");
    assertThat(post("application/octet-stream", csv).jsonPath().getList("results")).hasSize(2);
    assertThat(post(ARROW, arrow).jsonPath().getString("results[0].label")).contains(ARROW);
    assertThat(post("text/csv", "{a,b}".getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(200);
    Response form =
        request()
            .multiPart("file", "rows.csv", csv, "text/csv")
            .multiPart("partial", "true")
            .multiPart("explain", "permutation")
            .post("/v1/tabular/predict");
    assertThat(form.jsonPath().getList("results.explanation.method"))
        .containsExactly("permutation", "permutation");
    Response file = post(ARROW, "ARROW1..".getBytes(StandardCharsets.UTF_8));
    assertThat(file.jsonPath().getString("error")).contains("received an Arrow file");
  }

  @Test
  void a_query_says_how_rows_of_a_file_are_answered() {
    Response response =
        plain("text/csv", "a".getBytes(StandardCharsets.UTF_8))
            .post(
                "/v1/tabular/predict?model=adult&explain.budget=5&explain.seed=7&top_k=1"
                    + "&abstain_below=0.5");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.jsonPath().getString("results[0].explanation.method")).isEqualTo("shapley");
    assertThat(response.jsonPath().getDouble("results[0].explanation.explained")).isEqualTo(5);
    assertThat(response.jsonPath().getList("results[0].classes")).hasSize(1);
    assertThat(response.jsonPath().getString("results[0].label")).isNull();
    assertThat(response.jsonPath().getString("results[0].abstained")).startsWith("below 0.5");
  }

  @Test
  void an_answer_is_a_table_where_that_is_accepted() {
    Response csv =
        accepting("text/csv")
            .body(rows("{'rows': [{'bad': 1}, {'a': 2}], 'partial': true}"))
            .post("/v1/tabular/predict");
    assertThat(csv.contentType()).startsWith("text/csv");
    assertThat(csv.asString())
        .isEqualTo(
            """
            text/csv
            label,probability_rest,probability_a=whole 2,abstained,error
            ,,,,text rows[0].bad expects nothing, received whole 1
            text a=whole 2,real 0.25,real 0.75,,""");
    Response arrow =
        accepting("application/json;q=0.5, " + ARROW)
            .body(rows("{'row': {'value': 2}, 'explain': 'shapley', 'abstain_below': 1}"))
            .post("/v1/tabular/predict");
    assertThat(arrow.contentType()).isEqualTo(ARROW);
    assertThat(arrow.asString())
        .isEqualTo(
            ARROW
                + "\nvalue,deviation,quantile_0.5,low,high,attribution_age,abstained,error"
                + "\nreal 2.0,real 1.5,real 2.0,real -1.0,real 4.0,real 0.5,"
                + "text below 1.0 wider -1.0,");
    assertThat(accepting("*/*").body(rows("{'row': {}}")).post("/v1/tabular/predict").contentType())
        .isEqualTo("application/json");
  }

  @Test
  void a_schema_says_what_a_row_is() {
    Response response = request().get("/v1/tabular/adult/schema");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.jsonPath().getList("features.name"))
        .containsExactly("age", "work", "city", "since", "photo");
    assertThat(response.jsonPath().getString("features[0].unit")).isEqualTo("years");
    assertThat(response.jsonPath().getList("features[0].range", Float.class))
        .containsExactly(17f, 90f);
    assertThat(response.jsonPath().getString("answer.kind")).isEqualTo("classes");
    assertThat(response.jsonPath().getList("explain")).containsExactly("permutation", "shapley");
    assertThat(response.jsonPath().getString("row.'$schema'")).contains("2020-12");
    assertThat(response.jsonPath().getList("row.required")).containsExactly("age", "photo");
    assertThat(response.jsonPath().getDouble("row.properties.age.minimum")).isEqualTo(17);
    assertThat(response.jsonPath().getList("row.properties.work.enum"))
        .containsExactly("a", "b", null);
    assertThat(response.jsonPath().getList("row.properties.city.examples")).containsExactly("x");
    assertThat(response.jsonPath().getString("row.properties.photo.contentEncoding"))
        .isEqualTo("base64");
    assertThat(request().get("/v1/tabular/nowhere/schema").statusCode()).isEqualTo(404);
    assertThat(request().get("/v1/tabular/adult/schema?versio=1").statusCode()).isEqualTo(400);
    assertThat(request().post("/v1/tabular/adult/schema").statusCode()).isEqualTo(405);
  }

  @Test
  void a_model_has_an_openapi_document_of_its_own() {
    String document = request().get("/v1/tabular/adult/openapi").asString();
    assertThat(document).doesNotContain("/v1/images").contains("\"nullable\":true");
    OpenApiInteractionValidator validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(document).build();
    String good = "{'model': 'adult', 'rows': [{'age': 40, 'work': null, 'photo': 'YQ=='}]}";
    assertThat(validator.validateRequest(asked(good)).hasErrors()).isFalse();
    for (String bad :
        new String[] {
          "{'model': 'adult', 'rows': [{'age': 400, 'photo': 'YQ=='}]}",
          "{'model': 'adult', 'rows': [{'age': 40}]}",
          "{'model': 'adult', 'rows': [{'age': 40, 'photo': 'YQ==', 'work': 'c'}]}",
          "{'model': 'adult', 'rows': [{'age': 40, 'photo': 'YQ==', 'wrok': 'a'}]}",
          "{'model': 'other', 'rows': [{'age': 40, 'photo': 'YQ=='}]}"
        }) {
      assertThat(validator.validateRequest(asked(bad)).hasErrors()).as(bad).isTrue();
    }
  }

  private static Request asked(String body) {
    return SimpleRequest.Builder.post("/v1/tabular/predict")
        .withContentType("application/json")
        .withBody(rows(body))
        .build();
  }

  private Response predict(String body) {
    return request().contentType("application/json").body(rows(body)).post("/v1/tabular/predict");
  }

  private Response post(String type, byte[] body) {
    return plain(type, body).post("/v1/tabular/predict");
  }

  private RequestSpecification plain(String type, byte[] body) {
    return given()
        .config(config())
        .baseUri("http://127.0.0.1:" + server.port())
        .contentType(type)
        .body(body);
  }

  private RequestSpecification accepting(String accept) {
    return request().contentType("application/json").accept(accept);
  }

  private RequestSpecification request() {
    return given()
        .config(config())
        .filter(new OpenApiContract())
        .baseUri("http://127.0.0.1:" + server.port());
  }

  private static String rows(String body) {
    return body.replace('\'', '"');
  }

  private static RestAssuredConfig config() {
    return RestAssuredConfig.config()
        .encoderConfig(
            EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs("text/csv", ContentType.BINARY)
                .encodeContentTypeAs(ARROW, ContentType.BINARY)
                .encodeContentTypeAs("application/octet-stream", ContentType.BINARY));
  }
}
