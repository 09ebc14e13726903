package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.restassured.path.json.JsonPath;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import io.salver.v1.FeedbackServiceGrpc;
import io.salver.v1.PredictionFeedback;
import io.salver.v1.SendFeedbackRequest;
import io.salver.v1.SendFeedbackResponse;
import org.junit.jupiter.api.Test;

/** From rows over the wire to what late labels say of them, with the bundled models. */
final class FeedbackIT {

  private static final String QUALITY = "/v1/monitoring/models/adult-mlp/quality";

  private final SalverProcess salver = SalverProcess.shared();

  @Test
  void labels_over_rest_and_grpc_say_how_good_the_answers_were() {
    String id =
        given()
            .port(salver.httpPort())
            .header("X-Request-Id", "feedback-it")
            .contentType("application/json")
            .body(
                "{\"model\":\"adult-mlp\",\"rows\":["
                    + "{\"age\":50,\"sex\":\"Male\",\"race\":\"White\",\"education\":\"Doctorate\","
                    + "\"education-num\":16,\"marital-status\":\"Married-civ-spouse\","
                    + "\"capital-gain\":15024,\"hours-per-week\":60},"
                    + "{\"age\":18,\"sex\":\"Female\",\"race\":\"Black\",\"education\":\"11th\","
                    + "\"education-num\":7,\"marital-status\":\"Never-married\","
                    + "\"relationship\":\"Own-child\",\"hours-per-week\":20}]}")
            .post("/v1/tabular/predict")
            .then()
            .statusCode(200)
            .extract()
            .header("X-Request-Id");
    assertThat(id).isEqualTo("feedback-it");
    // at once: the label overtakes its prediction
    given()
        .filter(new OpenApiContract())
        .port(salver.httpPort())
        .contentType("application/json")
        .body("{\"id\":\"feedback-it\",\"index\":0,\"outcome\":\"more than 50K\"}")
        .post("/v1/feedback")
        .then()
        .statusCode(200);
    SendFeedbackResponse answer = send(feedback(id, 1, "more than 50K"), feedback("none", 0, "x"));
    assertThat(answer.getAccepted()).isEqualTo(1);
    assertThat(answer.getUnknown()).isEqualTo(1);
    Eventually.holds(() -> assertThat(quality().getInt("versions[0].labels")).isEqualTo(2));
    JsonPath quality = quality();
    assertThat(quality.getDouble("versions[0].metrics[0].value")).isEqualTo(0.5);
    assertThat(quality.getList("versions[0].slices.group"))
        .containsExactly("Black", "White", "Female", "Male");
    Eventually.holds(
        () ->
            assertThat(metrics())
                .contains(
                    "model_quality{metric=\"accuracy\",model=\"adult-mlp\",slice=\"all\","
                        + "version=\"1\"} 0.5",
                    "feedback_labels_total{result=\"accepted\"}",
                    "feedback_predictions_total{result=\"remembered\"}",
                    "feedback_label_age_seconds_count{model=\"adult-mlp\"}"));
  }

  private SendFeedbackResponse send(PredictionFeedback... labels) {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();
    try {
      SendFeedbackRequest.Builder request = SendFeedbackRequest.newBuilder();
      for (PredictionFeedback label : labels) {
        request.addFeedback(label);
      }
      return FeedbackServiceGrpc.newBlockingStub(channel).sendFeedback(request.build());
    } finally {
      channel.shutdownNow();
    }
  }

  private static PredictionFeedback feedback(String id, int index, String label) {
    return PredictionFeedback.newBuilder().setId(id).setIndex(index).setLabel(label).build();
  }

  private JsonPath quality() {
    return given().filter(new OpenApiContract()).port(salver.httpPort()).get(QUALITY).jsonPath();
  }

  private String metrics() {
    return given().port(salver.managementPort()).get("/metrics").asString();
  }
}
