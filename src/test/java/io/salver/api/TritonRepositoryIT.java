package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model repository of Triton, without a file of ours, in the packaged service. */
final class TritonRepositoryIT {

  private static final Path ONNX = Path.of("src/test/models/onnx");
  private static final Path TORCH = Path.of("src/test/models/torch");

  @TempDir private static Path repository = Path.of("");
  private static SalverProcess salver;

  @BeforeAll
  static void start() throws IOException {
    place("add/1/model.onnx", ONNX.resolve("add.onnx"));
    configure(
        "add",
        """
        name: "add"
        platform: "onnxruntime_onnx"
        max_batch_size: 8
        input [
          { name: "a" data_type: TYPE_FP32 dims: [ 2 ] },
          { name: "b" data_type: TYPE_FP32 dims: [ 2, 1 ] reshape: { shape: [ 2 ] } }
        ]
        output [ { name: "sum" data_type: TYPE_FP32 dims: [ 1, 2 ] reshape: { shape: [ 2 ] } } ]
        dynamic_batching { max_queue_delay_microseconds: 100 }
        instance_group [ { kind: KIND_CPU count: 2 } ]
        optimization { graph { level: 1 } }
        """);
    place("mlp/1/net.onnx", ONNX.resolve("mlp.onnx"));
    place("mlp/2/net.onnx", ONNX.resolve("mlp.onnx"));
    configure(
        "mlp",
        "backend: \"onnxruntime\" default_model_filename: \"net.onnx\" version_policy { all { } }");
    place("libtorch/1/model.pt", TORCH.resolve("add.pt"));
    configure(
        "libtorch",
        """
        platform: "pytorch_libtorch"
        max_batch_size: 4
        input [
          { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 2 ] },
          { name: "INPUT__1" data_type: TYPE_FP32 dims: [ 2 ] }
        ]
        output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 2 ] } ]
        """);
    place("bare/1/model.onnx", ONNX.resolve("mlp.onnx"));
    place("engine/1/model.plan", ONNX.resolve("mlp.onnx"));
    configure("engine", "platform: \"tensorrt_plan\" max_batch_size: 8");
    place("wrong/1/model.onnx", ONNX.resolve("mlp.onnx"));
    configure(
        "wrong",
        """
        platform: "onnxruntime_onnx"
        max_batch_size: 8
        input [ { name: "x" data_type: TYPE_FP32 dims: [ 3 ] } ]
        output [ { name: "y" data_type: TYPE_FP32 dims: [ 3 ] } ]
        """);
    salver =
        SalverProcess.start(
            Map.of(
                "salver.models.repository", repository.toString(),
                "salver.recommenders.directory", repository.resolve("none").toString()));
  }

  @AfterAll
  static void stop() {
    salver.close();
  }

  @Test
  void a_model_answers_in_the_shapes_of_its_configuration() {
    infer(
            "add",
            """
            {"inputs": [
              {"name": "a", "datatype": "FP32", "shape": [2, 2], "data": [1, 2, 3, 4]},
              {"name": "b", "datatype": "FP32", "shape": [2, 2, 1], "data": [10, 20, 30, 40]}]}
            """)
        .statusCode(200)
        .body("outputs[0].name", equalTo("sum"))
        .body("outputs[0].shape", contains(2, 1, 2))
        .body("outputs[0].data", contains(11f, 22f, 33f, 44f));
  }

  @Test
  void metadata_and_configuration_speak_tritons_words() {
    get("/v2/models/add")
        .body("platform", equalTo("onnxruntime_onnx"))
        .body("inputs[1].shape", contains(-1, 2, 1))
        .body("outputs[0].shape", contains(-1, 1, 2));
    get("/v2/models/add/config")
        .body("max_batch_size", equalTo(8))
        .body("input[1].dims", contains(2, 1))
        .body("dynamic_batching.max_queue_delay_microseconds", equalTo(100))
        .body("instance_group[0].kind", equalTo("KIND_CPU"))
        .body("instance_group[0].count", equalTo(2));
  }

  @Test
  void more_rows_than_max_batch_size_are_refused() {
    String zeros = "0" + ",0".repeat(17);
    infer(
            "add",
            """
            {"inputs": [
              {"name": "a", "datatype": "FP32", "shape": [9, 2], "data": [%1$s]},
              {"name": "b", "datatype": "FP32", "shape": [9, 2, 1], "data": [%1$s]}]}
            """
                .formatted(zeros))
        .statusCode(400)
        .body("error", containsString("9 rows is over the maximum of 8"));
  }

  @Test
  void every_version_of_a_policy_serves_from_the_file_that_is_named() {
    get("/v2/models/mlp").body("versions", equalTo(List.of("1", "2")));
  }

  @Test
  void torchscript_takes_its_tensors_by_place() {
    infer(
            "libtorch",
            """
            {"inputs": [
              {"name": "INPUT__1", "datatype": "FP32", "shape": [1, 2], "data": [10, 20]},
              {"name": "INPUT__0", "datatype": "FP32", "shape": [1, 2], "data": [1, 2]}]}
            """)
        .statusCode(200)
        .body("outputs[0].name", equalTo("OUTPUT__0"))
        .body("outputs[0].data", contains(11f, 22f));
  }

  @Test
  void what_has_no_configuration_is_completed_from_its_graph() {
    get("/v2/models/bare")
        .body("inputs[0].name", equalTo("x"))
        .body("inputs[0].shape", contains(-1, 4));
  }

  @Test
  void what_cannot_be_served_says_why_and_does_not_disturb_the_others() {
    String index =
        given()
            .port(salver.httpPort())
            .contentType("application/json")
            .body("{}")
            .post("/v2/repository/index")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(index)
        .contains("platform 'tensorrt_plan' is not served here")
        .contains("input 'x' would be FP32 [-1, 3] in the artefact, where it is FP32 [-1, 4]");
  }

  @Test
  void what_is_ignored_is_in_the_log() {
    assertThat(salver.log())
        .contains("add@1: config.pbtxt says what has no meaning here: optimization");
  }

  private static ValidatableResponse infer(String model, String body) {
    return given()
        .port(salver.httpPort())
        .contentType("application/json")
        .body(body)
        .post("/v2/models/" + model + "/infer")
        .then();
  }

  private static ValidatableResponse get(String path) {
    return given().port(salver.httpPort()).get(path).then().statusCode(200);
  }

  private static void place(String path, Path artefact) throws IOException {
    Path file = repository.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.copy(artefact, file);
  }

  private static void configure(String model, String text) throws IOException {
    Files.writeString(repository.resolve(model).resolve("config.pbtxt"), text);
  }
}
